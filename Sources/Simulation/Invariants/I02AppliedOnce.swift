import Domain
import Playbooks
import Response

extension Invariant {
    static let appliedOnce = Self(2, "applied(key) ≤ 1; 'once' delivered ≤ 1 per generation") { world in
        world.receptions.flatMap { world.appliedAgain($0, $1) + world.deliveredAgain($0, $1) }
            + world.handedOverWithOtherKeys()
    }
}

extension Evidence {
    /// Whatever is lost or sent again, a step has its effect at most once.
    fileprivate func appliedAgain(_ id: StepID, _ receptions: [Received]) -> [Violation] {
        receptions.filter { $0.reception == .applied }.dropFirst().map {
            violation(2, "\(name(id.run, id.step)) had its effect a second time", at: $0.moment)
        }
    }

    /// Where the receiver can neither tell a repeat nor be asked, not even a second command reaches it.
    fileprivate func deliveredAgain(_ id: StepID, _ receptions: [Received]) -> [Violation] {
        receptions.filter { $0.receiver == .once }.dropFirst().map {
            violation(2, "\(name(id.run, id.step)) was delivered a second time", at: $0.moment)
        }
    }

    /// The key is the same for every attempt: it is how a receiver tells a repeat.
    fileprivate func handedOverWithOtherKeys() -> [Violation] {
        var keys: [StepID: StepKey] = [:]
        return handOvers.compactMap { handOver in
            let id = StepID(handOver.intent)
            let key = keys[id] ?? handOver.intent.attempt.key
            keys[id] = key
            guard key != handOver.intent.attempt.key else { return nil }
            return violation(2, "\(name(id.run, id.step)) was sent again with another key", at: handOver.moment)
        }
    }
}

extension Evidence.Received {
    fileprivate var receiver: ActionDescriptor.Receiver {
        ModelKinds.descriptor(of: intent.attempt.request.action).receiver
    }
}
