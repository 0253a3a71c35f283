import Domain
import Engine
import Playbooks
import Ports
import Response

/// People who stop what goes on, let it go on again, and take back what is in force, at any moment.
final class Supervisors: Sendable {
    private let clock: VirtualClock
    private let chronicle: Chronicle
    private let dice: Dice
    private let theSwitch: ModelSwitch
    private let life: @Sendable () -> Life?

    init(
        seed: UInt64,
        _ clock: VirtualClock,
        _ chronicle: Chronicle,
        _ theSwitch: ModelSwitch,
        life: @escaping @Sendable () -> Life?
    ) {
        self.theSwitch = theSwitch
        dice = Dice(seed: seed, .supervisors)
        self.clock = clock
        self.chronicle = chronicle
        self.life = life
    }

    /// In some worlds; most are left alone.
    func supervise(_ devices: [DeviceID], _ playbooks: [Playbook]) {
        let now = clock.now()
        if dice.oneIn(3) { stop(scope(devices, playbooks), from: now + dice.milliseconds(0..<200_000)) }
        if dice.oneIn(5) { throwSwitch(from: now + dice.milliseconds(0..<200_000)) }
        guard dice.oneIn(4) else { return }
        let release = OperatorOrder.release(.device(dice.pick(devices)), by: Self.cyd, reason: "")
        Task(executorPreference: clock.executor) { [self, at = now + dice.milliseconds(60_000..<400_000)] in
            await clock.sleep(until: at)
            _ = await say(release, "releases what is in force", untilTaken: false)
        }
    }

    private static let cyd = Actor(name: "person:cyd", proof: "none")

    private func scope(_ devices: [DeviceID], _ playbooks: [Playbook]) -> StopScope {
        switch dice.below(4) {
        case 0: .everything
        case 1: .device(dice.pick(devices))
        case 2: .playbook(dice.pick(playbooks).name)
        default: .action(dice.pick(ModelKinds.all).descriptor.name)
        }
    }

    /// Whoever stops something lets it go on again, however often that has to be said.
    private func stop(_ scope: StopScope, from begin: Instant) {
        let pause = dice.milliseconds(2_000..<150_000)
        Task(executorPreference: clock.executor) { [self] in
            await clock.sleep(until: begin)
            let stop = Stop(scope, by: Self.cyd, reason: "", since: clock.now())
            _ = await say(.stop(stop), "stops \(scope.text)", untilTaken: true)
            await clock.sleep(for: pause)
            _ = await say(.lift(scope, by: Self.cyd, reason: ""), "lets \(scope.text) go on", untilTaken: true)
        }
    }

    /// It needs nobody's answer.
    private func throwSwitch(from begin: Instant) {
        let pause = dice.milliseconds(1_000..<90_000)
        theSwitch.isWatched.value = true
        Task(executorPreference: clock.executor) { [self] in
            await clock.sleep(until: begin)
            theSwitch.set(true)
            await clock.sleep(for: pause)
            theSwitch.set(false)
            await clock.sleep(for: .seconds(60))
            theSwitch.isWatched.value = false
        }
    }

    private func say(_ order: OperatorOrder, _ what: String, untilTaken: Bool) async {
        // An answer can be lost with the process: then it is said again, and may have counted all the same.
        for _ in 0..<200 {
            if let life = life(), let engine = life.engine {
                do throws(OrderRefusal) {
                    _ = try await engine.carryOut(order)
                    return chronicle.note(.ordered(life: life.number, Self.cyd.name, what: what, isTaken: true))
                } catch {
                    chronicle.note(.ordered(life: life.number, Self.cyd.name, what: what, isTaken: false))
                    if case .objection = error { return }
                    if !untilTaken { return }
                }
            }
            await clock.sleep(for: .seconds(3))
        }
    }
}
