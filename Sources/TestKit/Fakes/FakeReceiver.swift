import Domain
package import Response

/// The outside world of the fake drivers: answers as a test scripts it, and counts what reached it.
package final class FakeReceiver: Sendable {
    package struct State: Sendable {
        /// Every intent that a driver was handed, in order.
        package var performed: [Intent] = []
        /// How many have been answered.
        package var answered = 0
        package var probed = 0
        /// The most that waited for an answer at once.
        package var underWayMax = 0
        package var isHeld = false
        /// Whether whoever is not answered waits on when it is cancelled.
        var isDeaf = false
        /// Actions of which nobody is answered.
        var heldActions: Set<String> = []
        var answers: [String: [AttemptResult]] = [:]
        var probes: [ProbeResult] = []
    }

    private let state = Watched(State())

    package init() {}

    package var performed: [Intent] { state.value.performed }
    package var underWayMax: Int { state.value.underWayMax }
    package var probed: Int { state.value.probed }

    /// The next attempts of the action end so, one after the other; those after them succeed.
    package func script(_ action: String, _ answers: AttemptResult...) {
        state.update { $0.answers[action, default: []] += answers }
    }

    package func script(probes: ProbeResult...) { state.update { $0.probes += probes } }

    /// From now on nobody is answered until ``release()``.
    package func hold() { state.update { $0.isHeld = true } }
    /// From now on nobody is answered until ``release()``, and whoever waits heeds no cancellation, as a resolver does.
    package func holdDeaf() {
        state.update { state in
            state.isHeld = true
            state.isDeaf = true
        }
    }
    /// From now on nobody is answered on this action, until ``release()``.
    package func hold(_ action: String) { state.update { _ = $0.heldActions.insert(action) } }
    package func release() {
        state.update { state in
            state.isHeld = false
            state.heldActions = []
            state.isDeaf = false
        }
    }

    package func until(_ isSatisfied: @escaping @Sendable (State) -> Bool) async { await state.until(isSatisfied) }

    func take(_ intent: Intent) async throws(ActionFailure) -> Completion {
        let action = intent.attempt.request.action
        let result = state.update { state -> AttemptResult in
            state.performed.append(intent)
            state.underWayMax = max(state.underWayMax, state.performed.count - state.answered)
            guard var answers = state.answers[action], !answers.isEmpty else {
                return .success(Completion(.confirmed, evidence: "it says so"))
            }
            let next = answers.removeFirst()
            state.answers[action] = answers
            return next
        }
        if state.value.isDeaf {
            await Task { await untilReleased(action) }.value
        } else {
            await untilReleased(action)
        }
        state.update { $0.answered += 1 }
        return try result.get()
    }

    private func untilReleased(_ action: String) async {
        await state.until { !$0.isHeld && !$0.heldActions.contains(action) }
    }

    func probe(_ intent: Intent) -> ProbeResult {
        state.update { state in
            state.probed += 1
            return state.probes.isEmpty ? .unclear(Sample.error("nobody knows")) : state.probes.removeFirst()
        }
    }
}
