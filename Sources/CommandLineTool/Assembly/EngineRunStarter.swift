import Console
import Domain
import Engine
import Playbooks
import Ports
import Response

/// Starts runs of the playbooks that the engine has loaded.
struct EngineRunStarter: RunStarter {
    let engine: Engine
    let playbooks: [Playbook]

    func start(_ order: RunOrder, by actor: Actor) async throws(OrderRefusal) -> IncidentID {
        let playbook = try playbook(of: order)
        let now = SystemSurroundings().now()
        let asked = order.event?.asked(at: now) ?? .manual(order.device, at: now)
        let start = ManualStart(playbook: playbook, event: asked, by: actor, dryRun: order.dryRun)
        do throws(IntakeRefusal) {
            guard let incident = try await engine.start(start).incidents.first else { throw .closing }
            return incident
        } catch {
            throw .notNow(error)
        }
    }

    private func playbook(of order: RunOrder) throws(OrderRefusal) -> Playbook {
        let attempted = "run the playbook '\(order.playbook)'"
        guard let playbook = playbooks.first(where: { $0.name == order.playbook }) else {
            throw .objection(
                OperatorError(
                    attempted: attempted,
                    reason: "the engine has none of that name",
                    remedy: "use one of \(playbooks.map(\.name).sorted())"
                )
            )
        }
        // What a person has read is what runs, or nothing.
        guard order.digest.map({ $0 == playbook.digest }) ?? true else {
            throw .objection(
                OperatorError(
                    attempted: attempted,
                    reason: "the engine has loaded another text of it, from \(playbook.file)",
                    remedy:
                        "restart the engine, so that it loads the text as it is now; a file elsewhere must be put there first"
                )
            )
        }
        return playbook
    }
}
