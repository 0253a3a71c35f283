import Console
package import Domain
package import Intake
import Ledger
package import Ports
package import Quarantine

/// Carries out what people decide about what is in quarantine, and writes it down first.
package struct EngineQuarantineKeeper: QuarantineKeeper {
    private let quarantine: QuarantineWatch
    private let recorder: any AuditRecorder
    private let reception: Reception
    private let surroundings: any Surroundings

    package init(
        quarantine: QuarantineWatch,
        recorder: any AuditRecorder,
        reception: Reception,
        surroundings: any Surroundings
    ) {
        self.quarantine = quarantine
        self.recorder = recorder
        self.reception = reception
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
        return "\(arrival.id) did no harm this time: \(outcome.sentence)"
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
        case .taken(let receipts):
            let incidents = Set(receipts.flatMap(\.incidents)).map(\.description).sorted()
            let opened = incidents.isEmpty ? "no playbook answers" : "it is of \(incidents.joined(separator: ", "))"
            return
                "\(receipts.count == 1 ? "its event is" : "its \(receipts.count) events are") taken in, and \(opened)"
        case .noticed(let notice): return "it is no event. \(notice.sentence)"
        case .refused(let problem): return "it is no event: \(problem.sentence)"
        case .quarantined: return "it is in quarantine again"
        }
    }
}
