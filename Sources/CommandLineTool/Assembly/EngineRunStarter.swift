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
    ) async throws(OperatorError) -> IncidentID {
        guard let playbook = playbooks.first(where: { $0.name == name }) else {
            throw error(name, "the engine has none of that name", "use one of \(playbooks.map(\.name).sorted())")
        }
        let now = SystemSurroundings().now()
        let asked = event?.asked(at: now) ?? .manual(device, at: now)
        let start = ManualStart(playbook: playbook, event: asked, by: actor, dryRun: dryRun)
        do throws(IntakeRefusal) {
            guard let incident = try await engine.start(start).incidents.first else { throw .closing }
            return incident
        } catch {
            throw self.error(name, error.sentence, "try again in a moment")
        }
    }

    private func error(_ playbook: String, _ reason: String, _ remedy: String) -> OperatorError {
        OperatorError(attempted: "run the playbook '\(playbook)'", reason: reason, remedy: remedy)
    }
}

extension IntakeRefusal {
    /// Completes "could not …: ".
    var sentence: String {
        switch self {
        case .full(let capacity, _): "the engine has \(capacity) things waiting, and takes no more now"
        case .busy(let reason, _): reason
        case .noRoom: "the disk of the engine is full"
        case .closing: "the engine is stopping"
        }
    }
}
