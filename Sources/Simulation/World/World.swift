import Domain
import Engine
import Logging
import Playbooks
import Ports
import Response
import TestKit

/// A fleet, its receivers, those who report and those who decide, a disk, and one engine that dies: all decided by a seed.
final class World: Sendable {
    /// Everything is reported within it.
    private static let alarmsLast: Duration = .seconds(180)
    /// When somebody edits the playbook of a crowded world, in milliseconds.
    private static let edits = 15_000..<30_000
    /// From then on nothing goes wrong any more, so that everything must come to its end.
    private static let calmAfter: Duration = .seconds(420)
    /// Beyond all timers of the playbooks.
    private static let restAfter: Duration = .seconds(86_400)

    /// Whoever watches over the process gives up then: it dies by itself, again and again.
    private static let livesMax = 30

    private struct State {
        var life: Life?
        var lives: [Life] = []
        var isClosing = false
        /// In a crowded world: whether whoever starts a process has the edited playbooks there.
        var isEdited = false
    }

    let seed: UInt64
    let chronicle: Chronicle
    let disk: Disk
    private let executor: SeededExecutor
    private let clock: VirtualClock
    private let dice: Dice
    private let faults: Faults
    private let receivers: Receivers
    private let registry: ModelRegistry
    private let theSwitch: ModelSwitch
    private let hands: ModelHands
    /// Whether many devices alarm, while somebody edits the playbook.
    private let isCrowded: Bool
    /// Whether two rules of the monitor alarm of a device, and more than one playbook may answer them.
    private let hasTwoRules: Bool
    let playbooks: Scenery.Choice
    private let mode: Playbook.Mode
    private let limits: Limits
    let devices: [Device]
    let actionLimits: [String: ActionLimit]
    /// Since when the devices are protected that are, or will be.
    let protections: [DeviceID: Instant]
    /// Since when the devices have a tag for which the world's playbook leaves them alone, or will have it.
    let tagged: [DeviceID: Instant]
    private let state = Confined(State())

    init(seed: UInt64, sabotage: Sabotage? = nil) {
        self.seed = seed
        let dice = Dice(seed: seed, .scenery)
        self.dice = dice
        executor = SeededExecutor(seed: seed, startingAt: Sample.start)
        clock = VirtualClock(executor: executor)
        chronicle = Chronicle(executor)
        disk = Disk(chronicle, sabotage)
        faults = Faults(seed: seed)
        receivers = Receivers(seed: seed, executor, chronicle, sabotage)
        let crowds = Dice(seed: seed, .crowds)
        isCrowded = crowds.oneIn(12)
        let drawn = isCrowded ? crowds.pick(Scenery.crowds) : dice.pick(Scenery.choices)
        let rules = Dice(seed: seed, .rules)
        let hasTwoRules = !isCrowded && rules.oneIn(6)
        self.hasTwoRules = hasTwoRules
        let tags = Dice(seed: seed, .tags)
        let isCareful = !isCrowded && !hasTwoRules && tags.oneIn(8)
        playbooks = isCareful ? Scenery.careful : hasTwoRules && rules.oneIn(2) ? Scenery.rivals : drawn
        mode = dice.pick([.enforce, .enforce, .enforce, .enforce, .enforce, .enforce, .ask, .drill])
        limits = Self.limits(dice)
        actionLimits = isCrowded ? [:] : dice.pick(Scenery.actionLimits)
        devices = isCrowded ? Self.crowd(dice) : Self.devices(dice)
        theSwitch = ModelSwitch(chronicle)
        hands = ModelHands(seed: seed, chronicle)
        protections = Self.protections(of: devices, Dice(seed: seed, .protections))
        tagged = isCareful ? Self.tagged(devices, tags) : [:]
        registry = ModelRegistry(seed: seed, devices, protections, tagged, clock, faults)
        populate(devices.map(\.id))
    }

    /// In some worlds they stand at a site, and in some the first of them is a gateway.
    private static func devices(_ dice: Dice) -> [Device] {
        let site = dice.oneIn(4) ? "hall" : ""
        let hasGateway = dice.oneIn(8)
        return (0..<(1 + dice.below(3))).map { number in
            Device(
                id: Sample.device("pump-\(number)"),
                site: site,
                isProtected: dice.oneIn(10),
                gateway: hasGateway && number > 0 ? Sample.device("pump-0") : nil
            )
        }
    }

    private static func protections(of devices: [Device], _ dice: Dice) -> [DeviceID: Instant] {
        devices.reduce(into: [:]) { since, device in
            if device.isProtected { since[device.id] = Sample.start }
            if !device.isProtected, dice.oneIn(10) { since[device.id] = Sample.start + dice.milliseconds(0..<400_000) }
        }
    }

    /// Some from the beginning, and some while a run may be at work on them.
    private static func tagged(_ devices: [Device], _ dice: Dice) -> [DeviceID: Instant] {
        devices.reduce(into: [:]) { since, device in
            switch dice.below(6) {
            case 0: since[device.id] = Sample.start
            case 1, 2, 3: since[device.id] = Sample.start + dice.milliseconds(0..<400_000)
            default: break
            }
        }
    }

    /// More than the standard canary, at two sites.
    private static func crowd(_ dice: Dice) -> [Device] {
        (0..<(8 + dice.below(3))).map { number in
            Device(id: Sample.device("pump-\(number)"), site: number.isMultiple(of: 2) ? "hall" : "yard")
        }
    }

    /// Checkpoints are signed seldom: a signature costs as much as the rest of a turn.
    private static func limits(_ dice: Dice) -> Limits {
        var limits = Limits()
        limits.checkpointInterval = .seconds(30 * 86_400)
        limits.heartbeatInterval = .seconds(30 * 86_400)
        // Where there is little room things wait for each other, and are refused.
        limits.effectsPerConnectionMax = dice.pick([1, 2, 32])
        limits.inboxCountMax = dice.pick([2, 4_096])
        limits.turnInputsMax = dice.pick([1, 3, 256])
        limits.turnInputsEarly = dice.pick([1, 2, 64])
        return limits
    }

    // MARK: - The course of the world

    /// - Returns: whether it came to rest.
    func run() -> Bool {
        begin()
        let calm = Sample.start + Self.calmAfter
        var isAtRest = executor.run(until: calm)
        faults.end()
        receivers.calmDown()
        chronicle.note(.calmedDown)
        isAtRest = isAtRest && executor.run(until: Sample.start + Self.restAfter)
        chronicle.note(.cameToRest(isAtRest: isAtRest))
        if hands.hasSetAside, let engine = state.value.life?.engine {
            chronicle.note(.showedAside(engine.status().stranded.map(\.run)))
        }
        state.value.isClosing = true
        state.value.life?.close()
        isAtRest = isAtRest && executor.run(until: Sample.start + Self.restAfter + .seconds(3_600))
        let isGone = state.value.lives.allSatisfy(\.isGone)
        dismantle()
        return isAtRest && isGone
    }

    /// Parts of a world know each other in circles.
    private func dismantle() {
        state.value = State()
        disk.onWrite.value = { _ in }
        executor.dropTimers()
    }

    private func populate(_ devices: [DeviceID]) {
        let monitors = Monitors(seed: seed, clock, chronicle) { [state] in state.value.life }
        for number in 0..<(isCrowded ? devices.count : dice.pick([1, 1, 1, 2, 2, 3])) {
            let time = Sample.start + dice.milliseconds(alarms(number))
            let device = isCrowded ? devices[number] : dice.pick(devices)
            let event = Sample.event("e-\(number)", of: device.description, at: time)
            monitors.raise(event, playbooks: playbooks.playbooks)
            if hasTwoRules { monitors.raiseByOtherRule(beside: event) }
        }
        Supervisors(seed: seed, clock, chronicle, theSwitch) { [state] in state.value.life }
            .supervise(devices, playbooks.playbooks)
        let people = People(seed: seed, clock, chronicle) { [state] in state.value.life }
        disk.onWrite.value = { people.read($0) }
        disturb()
    }

    /// In a crowded world the first alarm comes before the edit, so that there is a version to replace, and the others later.
    private func alarms(_ number: Int) -> Range<Int> {
        let end = Int(Self.alarmsLast.milliseconds)
        guard isCrowded else { return 0..<end }
        return number == 0 ? 0..<Self.edits.lowerBound : Self.edits.upperBound..<end
    }

    /// The machine goes off at any moment, or somebody installs a new version.
    private func disturb() {
        if isCrowded { edit() }
        if dice.oneIn(6) { fillDisk(from: Sample.start + dice.milliseconds(0..<200_000)) }
        for _ in 0..<dice.below(3) {
            let time = Sample.start + dice.milliseconds(0..<300_000)
            let isOrderly = dice.oneIn(3)
            executor.at(time) { [state] in
                if isOrderly { state.value.life?.close() } else { state.value.life?.die(at: .anywhere) }
            }
        }
    }

    /// Somebody installs the edited playbooks early, and at times goes back to the others.
    private func edit() {
        let time = Sample.start + dice.milliseconds(Self.edits)
        install(isEdited: true, at: time)
        if dice.oneIn(4) { install(isEdited: false, at: time + dice.milliseconds(20_000..<120_000)) }
    }

    private func install(isEdited: Bool, at time: Instant) {
        executor.at(time) { [state] in
            state.value.isEdited = isEdited
            state.value.life?.close()
        }
    }

    /// Somebody else fills the disk, and makes room again.
    private func fillDisk(from begin: Instant) {
        let end = begin + dice.milliseconds(500..<60_000)
        executor.at(begin) { [self] in disk.fill(true) }
        executor.at(end) { [self] in disk.fill(false) }
    }

    // MARK: - Processes

    private func begin() {
        let life = Life(state.value.lives.count + 1, faults, chronicle) { [self] in
            state.value.life = nil
            guard !state.value.isClosing, state.value.lives.count < Self.livesMax else { return }
            executor.at(executor.now + faults.milliseconds(100..<8_000)) { [self] in begin() }
        }
        let withEdits = isCrowded ? state.value.isEdited : state.value.lives.count > 0 && dice.oneIn(3)
        chronicle.note(.began(life: life.number, mode: mode, withEdits: withEdits))
        state.value.life = life
        state.value.lives.append(life)
        life.begin(engine(of: life, withEdits ? playbooks.edited : playbooks.playbooks), on: executor)
    }

    private func engine(of life: Life, _ playbooks: [Playbook]) -> Engine {
        Engine(
            EngineParts(
                rules: Rules(
                    actions: ModelKinds.all,
                    installationKey: Sample.installationKey,
                    mode: mode,
                    actionLimits: actionLimits
                ),
                playbooks: playbooks,
                drivers: Way(life: life, receivers: receivers, clock: clock, chronicle: chronicle).drivers(),
                store: FaultyStore(disk: disk, life: life, clock: clock, faults: faults, chronicle: chronicle),
                registry: registry,
                surroundings: clock,
                stopSwitch: theSwitch,
                workInHand: hands,
                ledger: LedgerIdentity(
                    origin: LedgerFixture.origin,
                    node: "node-1",
                    key: LedgerFixture.key,
                    signed: disk.signer,
                    keeper: FaultyKeeper(disk: disk, life: life)
                ),
                limits: limits,
                logger: Self.silent
            ) { (stored) throws(PlaybookRejected) in
                try Scenery.compiled(stored)
            }
        )
    }

    private static let silent = Logger(label: "simulation", factory: { _ in SwiftLogNoOpLogHandler() })
}
