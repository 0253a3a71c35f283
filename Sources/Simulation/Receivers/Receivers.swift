import Domain
import Playbooks
import Response
import TestKit

/// The world beyond the drivers: devices, brokers, gateways. They do what their class permits, and count what they do.
final class Receivers: Sendable {
    private struct State {
        /// Keys of commands that had their effect, with how often.
        var applied: [StepKey: Int] = [:]
        /// Commands that may still come.
        var underWay: [StepKey: [Trip]] = [:]
        /// The highest number that a gateway has seen of each of its devices.
        var fences: [DeviceID: Int] = [:]
        /// Devices that are cut off now.
        var barred: Set<DeviceID> = []
        /// Whoever listens is told by the network at once, and honestly.
        var isCalm = false
    }

    private let executor: SeededExecutor
    private let chronicle: Chronicle
    private let dice: Dice
    private let sabotage: Sabotage?
    private let state = Confined(State())

    init(seed: UInt64, _ executor: SeededExecutor, _ chronicle: Chronicle, _ sabotage: Sabotage?) {
        self.sabotage = sabotage
        dice = Dice(seed: seed, .receivers)
        self.executor = executor
        self.chronicle = chronicle
    }

    func calmDown() { state.value.isCalm = true }

    /// Takes a command out of the driver's hands. From here on it goes its way, whatever becomes of the process.
    func send(_ intent: Intent) -> Trip {
        let trip = Trip(intent, journey(of: intent), handedOver: executor.now, sabotage)
        switch trip.journey.course {
        case .turnedAway, .lost: break
        case .arrives(let after): arrive(trip, after: after)
        case .arrivesTwice(let after, let again):
            arrive(trip, after: after)
            arrive(trip, after: again)
        }
        return trip
    }

    private func journey(of intent: Intent) -> Journey {
        if state.value.isCalm { return .smooth }
        let descriptor = ModelKinds.descriptor(of: intent.attempt.request.action)
        return Journey.drawn(with: dice, canTellRepeats: descriptor.receiver.canTellRepeats)
    }

    private func arrive(_ trip: Trip, after travel: Duration) {
        state.value.underWay[trip.intent.attempt.key, default: []].append(trip)
        executor.at(executor.now + travel) { [self] in
            let reception = receive(trip)
            trip.reception = reception
            leave(trip)
            chronicle.note(.received(trip.intent, reception))
        }
    }

    private func leave(_ trip: Trip) {
        let key = trip.intent.attempt.key
        guard let position = state.value.underWay[key]?.firstIndex(where: { $0 === trip }) else { return }
        state.value.underWay[key]?.remove(at: position)
    }

    /// The command has come: what its receiver does.
    private func receive(_ trip: Trip) -> Reception {
        let attempt = trip.intent.attempt
        let descriptor = ModelKinds.descriptor(of: attempt.request.action)
        if executor.now > trip.expires, !ignoresAge(of: attempt) { return .expired }
        if descriptor.provesContainment {
            return state.value.barred.contains(attempt.request.device) ? .seen : .refused
        }
        if descriptor.receiver.canTellRepeats, sabotage != .receiversForgetKeys, state.value.applied[attempt.key] != nil
        {
            return .dropped
        }
        if isOutrun(attempt) || trip.journey.isRefused { return .refused }
        guard descriptor.receiver != .pure else { return .seen }
        state.value.applied[attempt.key, default: 0] += 1
        if descriptor.liftsContainment {
            state.value.barred.remove(attempt.request.device)
        } else if descriptor.touchesDevice {
            state.value.barred.insert(attempt.request.device)
        }
        return .applied
    }

    /// The gateway behind the fenced commands, and what takes them back, refuses what a newer one has outrun.
    private func isOutrun(_ attempt: Attempt) -> Bool {
        guard Self.fenced.contains(attempt.request.action), let fence = attempt.fence else { return false }
        let last = state.value.fences[attempt.request.device] ?? 0
        if fence < last, !ignoresAge(of: attempt) { return true }
        state.value.fences[attempt.request.device] = max(last, fence)
        return false
    }

    private func ignoresAge(of attempt: Attempt) -> Bool {
        sabotage == .gatewaysIgnoreFences && Self.fenced.contains(attempt.request.action)
    }

    static let fenced: Set<String> = [FakeKinds.Fenced.name, FakeKinds.Restore.name]

    // MARK: - Probes

    enum Finding {
        case applied
        /// It was not, and no command is under way that could still change that.
        case notApplied
        case notYetKnown
    }

    /// What a receiver that can be read back shows of a key.
    func finding(of intent: Intent) -> Finding {
        let key = intent.attempt.key
        if sabotage == .probesDeny { return .notApplied }
        if state.value.applied[key] != nil { return .applied }
        let mayCome = state.value.underWay[key]?.contains { executor.now <= $0.expires } ?? false
        return mayCome ? .notYetKnown : .notApplied
    }

    /// How long a probe takes, and whether it finds anything out.
    func drawnProbe() -> (takes: Duration, isVague: Bool) {
        if state.value.isCalm { return (.seconds(11), false) }
        let takes = dice.milliseconds(dice.oneIn(6) ? 14_000..<60_000 : 1..<5_000)
        return (takes, dice.oneIn(8))
    }
}

extension ActionDescriptor.Receiver {
    var canTellRepeats: Bool {
        switch self {
        case .pure, .idempotent, .fenced: true
        case .probeable, .once: false
        }
    }
}
