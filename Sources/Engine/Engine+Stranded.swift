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

    /// A release that reaches some of what is in force leaves out what such a run did.
    func completed(_ receipt: OrderReceipt, of order: OperatorOrder) -> OrderReceipt {
        guard case .release(let scope, _, _) = order else { return receipt }
        let meant = (load.stranded + load.givenUp).filter { $0.isMeant(by: scope) }
        return OrderReceipt(
            count: receipt.count,
            underWay: receipt.underWay,
            notTakenUp: meant.map(\.run),
            stopped: receipt.stopped
        )
    }

    /// To the core nothing is in force of a run that it does not have.
    func explained(_ refusal: OrderRefusal, of order: OperatorOrder) -> OrderRefusal {
        guard case .objection(let objection) = refusal, case .release(let scope, _, _) = order,
            let run = (load.stranded + load.givenUp).first(where: {
                $0.isMeant(by: scope) || scope.isMeasure && !$0.isDrill
            })
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
            isDrill: run.header.isDrill,
            reason: reason
        )
    }

    /// A measure does not say by itself whose it is. A drill has none.
    fileprivate func isMeant(by scope: ReleaseScope) -> Bool {
        guard !isDrill else { return false }
        return switch scope {
        case .incident(let id): id == incident
        case .device(let id): id == device
        case .measure: false
        }
    }
}

extension RunAside {
    init(_ run: StoredRun, isGivenUp: Bool = false) {
        self.init(run.header, steps: run.steps, isGivenUp: isGivenUp)
    }
}

extension ReleaseScope {
    fileprivate var isMeasure: Bool {
        if case .measure = self { true } else { false }
    }
}
