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

    func start(
        playbook name: String,
        on device: DeviceID,
        event: Event?,
        dryRun: Bool,
        by actor: Actor
    ) async throws(OrderRefusal) -> IncidentID {
        guard let playbook = playbooks.first(where: { $0.name == name }) else {
            throw .objection(
                OperatorError(
                    attempted: "run the playbook '\(name)'",
                    reason: "the engine has none of that name",
                    remedy: "use one of \(playbooks.map(\.name).sorted())"
                )
            )
        }
        let now = SystemSurroundings().now()
        let asked = event?.asked(at: now) ?? .manual(device, at: now)
        let start = ManualStart(playbook: playbook, event: asked, by: actor, dryRun: dryRun)
        do throws(IntakeRefusal) {
            guard let incident = try await engine.start(start).incidents.first else { throw .closing }
            return incident
        } catch {
            throw .notNow(error)
        }
    }
}
