import Actions
import Domain
import Engine
import Foundation
import Playbooks
import Ports
import Response
import Transport

/// A run in this process: no other engine works on the folder.
struct LocalRun {
    private let assembly: Assembly
    /// As with an engine that serves, a new key of the audit log takes over.
    private let rotation: KeyRotation?

    init(_ assembly: consuming Assembly) async throws {
        rotation = try await assembly.rotation()
        self.assembly = assembly
    }

    func run(_ playbook: Playbook, _ event: Event, dryRun: Bool) async throws -> IncidentID {
        if !dryRun { try await demandSoundLog() }
        // Nothing is to reach a driver, whatever other runs wait for.
        let engine = try assembly.engine([playbook], rotation: rotation, takesUpRuns: !dryRun)
        let brokers = Array(assembly.connections.brokers.values)
        if !dryRun { for broker in brokers { broker.session.start() } }
        let person = Actor(name: "person:\(NSUserName())", proof: "local-user")
        let incident = try await withThrowingTaskGroup(of: IncidentID?.self) { group in
            group.addTask {
                try await engine.run()
                return nil
            }
            group.addTask {
                let start = ManualStart(playbook: playbook, event: event, by: person, dryRun: dryRun)
                let receipt = try await engine.start(start)
                guard let incident = receipt.incidents.first else { throw IntakeRefusal.closing }
                try await RunWatch(settings: assembly.settings).untilRest(incident)
                engine.close()
                return incident
            }
            var incident: IncidentID?
            for try await result in group { incident = result ?? incident }
            return incident
        }
        for broker in brokers { await broker.session.shutdown() }
        guard let incident else { throw IntakeRefusal.closing }
        return incident
    }

    /// It takes up every run that is open, as an engine that serves does. However long the log is, it is looked at first:
    /// a process that is over in a moment has nothing beside which to look.
    private func demandSoundLog() async throws {
        let findings = try await StartCheck(settings: assembly.settings, identity: assembly.identity).findings()
        guard findings.isEmpty else { throw StartCheck.refusal(findings) }
    }
}
