import Domain
import Logging
import Playbooks
import Ports
import Response

// Runs that are not taken up. The core does not know them, and whoever asks must still hear of them.
extension Engine {
    func tell(_ stranded: [StrandedRun]) {
        for run in stranded {
            parts.logger.critical(
                "a run needs a person: \(run.reason)",
                metadata: ["incident": "\(run.incident)", "run": "\(run.run)", "playbook": "\(run.playbook)"]
            )
        }
    }

    /// To the core nothing is in force of a run that it does not have.
    func explained(_ refusal: OrderRefusal, of order: OperatorOrder) -> OrderRefusal {
        guard case .objection(let objection) = refusal, case .release(let scope, _, _) = order,
            let run = (load.stranded + load.givenUp).first(where: { $0.mayBeMeant(by: scope) })
        else { return refusal }
        return .objection(
            OperatorError(
                attempted: objection.attempted,
                reason:
                    "run \(run.run) on \(run.device) is not taken up, and what it did stays in force: \(run.reason)",
                remedy: "release it once its run goes on; or take back by hand what 'cordon measures' shows"
            )
        )
    }
}

extension StrandedRun {
    init(_ run: StoredRun, of playbook: StoredPlaybook?, reason: String) {
        self.init(
            incident: run.header.incident,
            run: run.header.id,
            device: run.header.device.id,
            playbook: playbook?.name ?? run.header.playbook.description,
            reason: reason
        )
    }

    /// A measure does not say by itself whose it is.
    fileprivate func mayBeMeant(by scope: ReleaseScope) -> Bool {
        switch scope {
        case .incident(let id): id == incident
        case .device(let id): id == device
        case .measure: true
        }
    }
}
