import Domain
import Response

extension Invariant {
    static let failedIsProven = Self(12, "a timeout is never 'failed'") { world in
        world.recorded.compactMap { world.failedWithoutRefusal($0) }
            + world.receptions.compactMap { world.hidden($0, $1) }
    }
}

extension Evidence {
    /// "Failed" needs proof of no effect: the receiver's own no to that very attempt, or that nothing was ever sent.
    fileprivate func failedWithoutRefusal(_ record: Recorded) -> Violation? {
        guard case .failed(let attempts, _) = record.state else { return nil }
        let id = record.id(of: attempts)
        if attempts == 0 {
            guard intended[record.id(of: 1)] != nil else { return nil }
            return violation(12, "\(name(id.run, id.step)) is failed as if it had not been sent", at: record.moment)
        }
        let isRefused = answers[id]?.contains { answer in
            guard case .failure(.permanent) = answer.result else { return false }
            return answer.moment < record.moment
        }
        guard isRefused != true, !isKeptBack(id, record) else { return nil }
        return violation(12, "\(name(id)) is failed, and its receiver did not refuse it", at: record.moment)
    }

    /// Whether the engine kept it back from a device of which it learned only now that it is protected, or a gateway.
    private func isKeptBack(_ id: IntentID, _ record: Recorded) -> Bool {
        let device = record.run.device.id
        let since = [protections[device], heedsTag(record.run) ? tagged[device] : nil].compactMap(\.self).min()
        let isProtected = since.map { $0 <= record.moment.time } ?? false
        // What the registry could not say at the alarm it may say by now.
        let isGateway = record.run.deviceIsUnknown && devices.contains { $0.gateway == device }
        return (isProtected || isGateway) && !handOvers.contains { $0.intent.id == id }
    }

    /// Doubt is shown: whatever had its effect is never shown as if it had none.
    fileprivate func hidden(_ id: StepID, _ receptions: [Received]) -> Violation? {
        guard let applied = receptions.first(where: { $0.reception == .applied }), let run = runs[id.run],
            run[id.step].generation == id.generation, !run[id.step].mayHaveHadEffect
        else { return nil }
        let state = run[id.step].state.text
        return violation(
            12,
            "\(name(id.run, id.step)) had its effect, and is \(state) without a doubt",
            at: applied.moment
        )
    }
}
