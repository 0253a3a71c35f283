import Foundation
import Glibc
import Testbed
import Testing

/// The engine is ended with SIGKILL between T1 and T2 of each step in turn, and started again.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct CrashScenarios {
    @Test func `killed while the device has yet to answer: the command is not sent again, and the rest goes on`()
        async throws
    {
        try await Scenario.play { stage in
            let first = try await stage.startEngine()
            let incident = try await openUpToTheAnswer(stage, first)
            try await first.kill()

            let second = try await stage.startEngine()
            let account = try await stage.rest(of: incident, on: second)
            #expect(account.state("shutdown") == "in-doubt", "\(account)")
            #expect(account.attempts("shutdown") == 1)
            #expect(account.outcome == "contained", "\(account)")
            #expect(stage.device("pump-1").commands.count == 1, "a second command reached the device")
            #expect(stage.receiver.messages.count == 1)
            try await stage.expectContained("pump-1")
        }
    }

    @Test func `killed before the certificate is deactivated: it is, after the restart`() async throws {
        try await Scenario.play { stage in
            let first = try await stage.startEngine()
            let (incident, lock) = try await openBeforeLockedRegistry(stage, first)
            #expect(try await stage.handshake(as: "pump-1") == .accepted)
            try await first.kill()
            lock.release()
            try await completes(incident, on: stage, repeating: "deactivate")
        }
    }

    @Test func `killed after the CRL was written and before the broker was told: the broker is told`() async throws {
        try await Scenario.play { stage in
            let first = try await stage.startEngine()
            let incident = try await openUpToTheAnswer(stage, first)
            // Whoever reads the pid file now waits for somebody to write it.
            let pidFile = stage.folder.path("broker/mosquitto.pid")
            let number = try String(contentsOfFile: pidFile, encoding: .utf8)
            try FileManager.default.removeItem(atPath: pidFile)
            #expect(mkfifo(pidFile, 0o600) == 0)
            let list = FileManager.default.contents(atPath: stage.folder.revocationList)
            await stage.device("pump-1").answerNow()
            try await eventually("the CRL is written") {
                FileManager.default.contents(atPath: stage.folder.revocationList) != list
            }
            try await stage.intent(at: 1, of: incident)
            #expect(try await stage.handshake(as: "pump-1") == .accepted, "the broker cannot know yet")
            try await first.kill()
            try FileManager.default.removeItem(atPath: pidFile)
            try number.write(toFile: pidFile, atomically: true, encoding: .utf8)
            try await completes(incident, on: stage, repeating: "deactivate")
        }
    }

    @Test func `killed while the broker has yet to drop the session: it is dropped after the restart`() async throws {
        try await Scenario.play { stage in
            let first = try await stage.startEngine()
            let (incident, lock) = try await openBeforeLockedRegistry(stage, first)
            stage.broker.pause()
            lock.release()
            try await stage.intent(at: 2, of: incident)
            try await first.kill()
            stage.broker.resume()
            try await completes(incident, on: stage, repeating: "disconnect")
        }
    }

    @Test func `killed while containment was being verified: it is verified anew`() async throws {
        let steps = [Playbooks.disconnect, Playbooks.verify].joined(separator: "\n")
        try await Scenario.play(playbook: Playbooks.containment(steps: steps)) { stage in
            let first = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: first)
            // Its certificate is still good, so there is nothing to prove yet.
            try await stage.intent(at: 1, of: incident)
            try await first.kill()
            await stage.device("pump-1").stop()
            let revoked = try await stage.installation.run("certs", "revoke", "pump-1")
            #expect(revoked.isSuccess, "\(revoked.errors)")
            let noted = try await stage.installation.run("audit", "show", "--action", "registry.changed").output
            #expect(noted.contains("device:pump-1  revoked  - unspecified: "), "\(noted)")

            let second = try await stage.startEngine()
            let account = try await stage.rest(of: incident, on: second)
            #expect(account.outcome == "contained", "\(account)")
            #expect(account.attempts("verify") == 2 && account.attempts("disconnect") == 1)
            try await stage.expectContained("pump-1")
        }
    }

    @Test func `killed while the webhook's answer is out: it is sent again under the same id`() async throws {
        try await Scenario.play { stage in
            stage.receiver.answer(.hold)
            let first = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: first)
            try await eventually("the webhook was told") { stage.receiver.messages.count == 1 }
            try await stage.intent(at: 4, of: incident)
            try await first.kill()

            let second = try await stage.startEngine()
            let account = try await stage.rest(of: incident, on: second)
            #expect(account.outcome == "contained" && account.state("notify") == "ok", "\(account)")
            #expect(account.attempts("notify") == 2)
            let messages = stage.receiver.messages
            #expect(messages.count == 2 && messages.allSatisfy(\.isSignatureValid))
            #expect(Set(messages.map(\.id)).count == 1, "a repeat must carry the id of the first")
            #expect(stage.device("pump-1").commands.count == 1)
        }
    }

    @Test func `killed the moment an event is acknowledged: the event is not lost, and its command goes out once`()
        async throws
    {
        try await Scenario.play { stage in
            let first = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: first)
            try await first.kill()
            let second = try await stage.startEngine()
            let account = try await stage.rest(of: incident, on: second)
            #expect(account.outcome == "contained", "\(account)")
            #expect(stage.device("pump-1").commands.count <= 1)
            try await stage.expectContained("pump-1")
        }
    }

    /// A reading found that the engine took its runs up first, and was cancelled in the middle of their effects.
    @Test func `started again on a port that is taken: it says so, and takes nothing up before the port is free`()
        async throws
    {
        try await Scenario.play { stage in
            let first = try await stage.startEngine()
            let (incident, lock) = try await openBeforeLockedRegistry(stage, first)
            try await first.kill()
            lock.release()
            let entries = try await stage.database.rows("SELECT count(*) FROM entries")

            let taken = "127.0.0.1:\(stage.receiver.port)"
            stage.installation.set("CORDON_LISTEN", taken)
            let second = try await stage.installation.run("serve")
            #expect(second.ending == .exited(1), "\(second)")
            #expect(second.errors.contains("listen on \(taken)"), "\(second.errors)")
            #expect(second.errors.contains("Address already in use"), "\(second.errors)")
            #expect(second.errors.contains("configure another port"), "\(second.errors)")
            #expect(try await stage.database.rows("SELECT count(*) FROM entries") == entries)
            #expect(try await stage.handshake(as: "pump-1") == .accepted)

            stage.installation.set("CORDON_LISTEN", "127.0.0.1:0")
            try await completes(incident, on: stage, repeating: "deactivate")
        }
    }

    /// Returns when the device has the command, and keeps its answer to itself.
    private func openUpToTheAnswer(_ stage: Stage, _ engine: CordonProcess) async throws -> String {
        let device = stage.device("pump-1")
        device.behave(.slow)
        let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
        try await eventually("the command is with the device") { device.commands.count == 1 }
        try await stage.intent(at: 0, of: incident)
        return incident
    }

    /// Returns when the deactivation is under way, and waits for the registry's lock.
    private func openBeforeLockedRegistry(
        _ stage: Stage,
        _ engine: CordonProcess
    ) async throws -> (incident: String, lock: HeldFileLock) {
        let incident = try await openUpToTheAnswer(stage, engine)
        let lock = try HeldFileLock(stage.folder.path("state/registry.sqlite.lock"))
        await stage.device("pump-1").answerNow()
        try await stage.intent(at: 1, of: incident)
        return (incident, lock)
    }

    /// The engine comes back, repeats the step, and ends the run as if nothing had been.
    private func completes(_ incident: String, on stage: Stage, repeating step: String) async throws {
        let engine = try await stage.startEngine()
        let account = try await stage.rest(of: incident, on: engine)
        #expect(account.outcome == "contained", "\(account)")
        #expect(account.state(step) == "ok" && account.attempts(step) >= 2, "\(account)")
        #expect(stage.device("pump-1").commands.count == 1)
        #expect(stage.receiver.messages.count == 1)
        try await stage.expectContained("pump-1")
        try await stage.expectUntouched("pump-2")
    }
}
