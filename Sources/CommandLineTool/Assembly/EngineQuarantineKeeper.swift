import Console
package import Domain
package import Intake
import Ledger
package import Ports
package import Quarantine
import Response

/// Carries out what people decide about what is in quarantine, and writes it down first.
package struct EngineQuarantineKeeper: QuarantineKeeper {
    private let quarantine: QuarantineWatch
    private let recorder: any AuditRecorder
    private let reception: Reception
    private let history: any History
    private let surroundings: any Surroundings

    package init(
        quarantine: QuarantineWatch,
        recorder: any AuditRecorder,
        reception: Reception,
        history: any History,
        surroundings: any Surroundings
    ) {
        self.quarantine = quarantine
        self.recorder = recorder
        self.reception = reception
        self.history = history
        self.surroundings = surroundings
    }

    package func retry(_ id: String, reason: String, by actor: Actor) async throws(OperatorError) -> String {
        let arrival = try await undecided(id, "try", .quarantineRetried, reason, actor)
        if let run = arrival.run {
            try quarantine.settle(arrival, as: .awaitsStart)
            return "\(run.run) is taken up at the next start of the engine: restart it once what was wrong is mended"
        }
        try quarantine.giveOneMoreTry(arrival)
        let outcome: Reception.Outcome
        do throws(IntakeRefusal) {
            outcome = try await reception.takeAgain(arrival.held.arrival, from: arrival.held.source)
        } catch {
            try quarantine.settle(arrival, as: .held)
            throw OperatorError(
                attempted: "try \(arrival.id) again",
                reason: "the engine takes nothing in now",
                remedy: "try again in a moment; it stays in quarantine"
            )
        }
        try quarantine.settle(arrival, as: .passed)
        return "\(arrival.id) did no harm this time: \(outcome.sentence)\(await remark(on: outcome))"
    }

    /// Whoever reads that an alarm is taken in takes it for answered; but it keeps its time, and what is in quarantine waits
    /// for people. Where the incidents cannot be read it is left unsaid: what was asked for is done.
    private func remark(on outcome: Reception.Outcome) async -> String {
        guard case .taken(let receipts) = outcome else { return "" }
        var old: [String] = []
        for id in receipts.incidents {
            let detail = try? await history.incident(id)
            if detail?.incident.isTooOld == true { old.append(id) }
        }
        guard !old.isEmpty else { return "" }
        let place = old.joined(separator: ", ")
        return ". In \(place) it is older than max_age, so nothing is done to the device: 'cordon run' acts"
    }

    package func drop(_ id: String, reason: String, by actor: Actor) async throws(OperatorError) -> String {
        let arrival = try await undecided(id, "drop", .quarantineDropped, reason, actor)
        try quarantine.settle(arrival, as: .dropped)
        if let run = arrival.run {
            return """
                \(run.run) is given up and goes on no more, now and after any restart. What it did to \(run.device) \
                stays, and 'cordon release' does not take it back: see 'cordon incidents show \(run.incident)', and to \
                the device by hand
                """
        }
        return "\(arrival.id) is dropped: nothing becomes of it, now and when it comes again"
    }

    /// Finds it, and writes down what is going to be done with it.
    private func undecided(
        _ id: String,
        _ verb: String,
        _ action: AuditAction,
        _ reason: String,
        _ actor: Actor
    ) async throws(OperatorError) -> QuarantinedArrival {
        let arrival = try quarantine.folder.find(id)
        guard arrival.state == .held else {
            throw OperatorError(
                attempted: "\(verb) \(arrival.id)",
                reason: "it was decided before: \(arrival.state.decision)",
                remedy: arrival.state == .awaitsStart ? "restart the engine" : "nothing is left to do"
            )
        }
        try await recorder.record(AuditRecord(action, of: arrival, at: surroundings.now(), by: actor, reason))
        return arrival
    }
}

extension QuarantinedArrival.State {
    fileprivate var decision: String {
        switch self {
        case .held: "it was not"
        case .awaitsStart: "its run is taken up at the next start"
        case .passed: "it passed"
        case .dropped: "it was dropped"
        }
    }
}

extension Reception.Outcome {
    /// Completes "it did no harm: …".
    fileprivate var sentence: String {
        switch self {
        case .taken(let receipts): return receipts.sentence
        case .noticed(let notice): return "it is no event. \(notice.sentence)"
        case .refused(let problem): return "it is no event: \(problem.sentence)"
        case .quarantined: return "it is in quarantine again"
        }
    }
}

extension [EventReceipt] {
    /// Of all of them, each once.
    fileprivate var incidents: [String] { Set(flatMap(\.incidents)).map(\.description).sorted() }

    /// Completes "it did no harm: …".
    fileprivate var sentence: String {
        let taken = filter { $0.refusal == nil }
        let opened = incidents.isEmpty ? "no playbook answers" : "it is of \(incidents.joined(separator: ", "))"
        let accepted = "\(taken.count == 1 ? "its event is" : "its \(taken.count) events are") taken in, and \(opened)"
        guard let refusal = compactMap(\.refusal).first else { return accepted }
        let refused = count == 1 ? "its event is" : "\(count - taken.count) of its \(count) events are"
        let others = "\(refused) not taken in: \(refusal)"
        return taken.isEmpty ? others : "\(accepted); \(others)"
    }
}
