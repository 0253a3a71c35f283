import Foundation
import Testbed
import Testing

/// People who stop, decide and release, with the built program, against a real plant.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct CommandScenarios {
    /// An engine, with an operator of its own at the command line.
    private func desk(on stage: Stage) async throws -> (engine: CordonProcess, token: String) {
        try await stage.startEngine().kill()
        let added = try await stage.installation.run("tokens", "add", "ada")
        let token = try #require(added.output.split(separator: " ").last).trimmingCharacters(in: .newlines)
        let engine = try await stage.startEngine()
        stage.installation.ask(engine)
        return (engine, token)
    }

    @Test(arguments: [["--all"], ["--playbook", "contain-exfiltration"], ["--device", "pump-1"]])
    func `what is stopped touches nothing over a restart, and goes on to the end when it is resumed`(
        _ scope: [String]
    ) async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let (engine, token) = try await desk(on: stage)
            let stopped = try await stage.installation.run(
                as: token,
                ["stop"] + scope + ["--reason", "a test"]
            )
            #expect(stopped.isSuccess && stopped.output.contains("Nothing was under way."), "\(stopped)")
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await eventually("its first step is held") {
                try await stage.account(of: incident).state("shutdown") == "held"
            }
            let holds = try await stage.installation.run("holds")
            let resume = "'cordon resume \(scope.joined(separator: " "))' lets it go on"
            #expect(holds.output.contains(resume) && holds.output.contains("1 step has not begun"), "\(holds)")
            let shown = try await stage.installation.run("incidents", "show", incident)
            #expect(shown.output.contains("still running, a stop holds shutdown"), "\(shown)")
            try await engine.kill()
            let second = try await stage.startEngine()
            stage.installation.ask(second)
            try await stage.expectUntouched("pump-1")
            #expect(try await stage.account(of: incident).state("shutdown") == "held")
            let resumed = try await stage.installation.run(as: token, ["resume"] + scope)
            #expect(resumed.isSuccess, "\(resumed)")
            let account = try await stage.rest(of: incident, on: second)
            #expect(account.outcome == "contained", "\(account)")
            try await stage.expectContained("pump-1")
            let log = try await stage.installation.run("audit", "show")
            #expect(log.output.contains("stop.set") && log.output.contains("stop.lifted"), "\(log.output)")
        }
    }

    @Test func `the file STOP stops everything within a second, with no token and no command`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            let file = stage.folder.path("STOP")
            try Data().write(to: URL(filePath: file))
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await eventually("its first step is held") {
                try await stage.account(of: incident).state("shutdown") == "held"
            }
            try await stage.expectUntouched("pump-1")
            try FileManager.default.removeItem(atPath: file)
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.outcome == "contained", "\(account)")
        }
    }

    @Test func `a stop without an engine is a file, which the next engine finds`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            try await stage.startEngine().kill()
            let stopped = try await stage.installation.run("stop", "--all", "--reason", "fire in hall 2")
            #expect(stopped.isSuccess && stopped.output.contains("by the file"), "\(stopped)")
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await eventually("its first step is held") {
                try await stage.account(of: incident).state("shutdown") == "held"
            }
            let resumed = try await stage.installation.run("resume", "--all")
            #expect(resumed.isSuccess && resumed.output.contains("removed"), "\(resumed)")
            #expect(try await stage.rest(of: incident, on: engine).outcome == "contained")
            let log = try await stage.installation.run("audit", "show").output
            #expect(log.contains("written by person:") && log.contains(": fire in hall 2"), "\(log)")
        }
    }

    /// A reading found it: the log had the stop, and then what it had held going on.
    @Test func `a file STOP that goes away while no engine runs is lifted in the log before anything begins`()
        async throws
    {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let engine = try await stage.startEngine()
            try Data().write(to: URL(filePath: stage.folder.path("STOP")))
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await eventually("its first step is held") {
                try await stage.account(of: incident).state("shutdown") == "held"
            }
            try await engine.kill()
            let resumed = try await stage.installation.run("resume", "--all", "--reason", "it was nothing")
            #expect(resumed.isSuccess && resumed.output.contains("and not why"), "\(resumed)")
            let next = try await stage.startEngine()
            #expect(try await stage.rest(of: incident, on: next).outcome == "contained")
            let log = try await stage.installation.run("audit", "show").output
            let lifted = try #require(log.range(of: "went away while no engine ran"), "\(log)")
            let begun = try #require(log.range(of: "step.intent"), "\(log)")
            #expect(lifted.lowerBound < begun.lowerBound)
        }
    }

    private static let asking = """
          - id: deactivate
            action: certificate.deactivate
            with: {connection: registry}
            approval: {within: 2h}
        """

    /// - Returns: the id of the incident that a run opened, which waits now.
    private func left(_ run: Command.Result, after time: Duration) throws -> String {
        #expect(run.ending == .exited(3), "\(run)")
        #expect(time < .seconds(30), "it waited for \(time)")
        return String(try #require(run.output.split(separator: " ").first, "\(run)"))
    }

    // A reading found it: the command waited for two hours and kept every engine out, so that nobody could have agreed.
    @Test func `a run that asks gives the terminal back, and goes on when an engine has been told`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(steps: Self.asking)) { stage in
            try await stage.startEngine().kill()
            let added = try await stage.installation.run("tokens", "add", "ada")
            let token = try #require(added.output.split(separator: " ").last).trimmingCharacters(in: .newlines)
            let began = ContinuousClock.now
            let run = try await stage.installation.run("run", "contain-exfiltration", "--device", "pump-1")
            let incident = try left(run, after: ContinuousClock.now - began)
            #expect(run.output.contains("still running, waits for people at deactivate"), "\(run)")
            #expect(run.output.contains("'cordon serve' takes it up"), "\(run)")
            #expect(run.output.contains("'cordon approve \(incident) deactivate --as-of "), "\(run)")

            let engine = try await stage.startEngine()
            stage.installation.ask(engine)
            #expect(try await stage.handshake(as: "pump-1") == .accepted)
            let approved = try await stage.installation.run(as: token, "approve", incident, "deactivate")
            #expect(approved.isSuccess, "\(approved)")
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.state("deactivate") == "ok", "\(account)")
            #expect(try await stage.handshake(as: "pump-1") == .refused(alert: "certificate revoked"))

            let next = ContinuousClock.now
            let served = try await stage.installation.run("run", "contain-exfiltration", "--device", "pump-2")
            let other = try left(served, after: ContinuousClock.now - next)
            #expect(served.output.contains("'cordon approve \(other) deactivate --as-of "), "\(served)")
            #expect(!served.output.contains("cordon serve"), "\(served)")
        }
    }

    // A reading found it: it waited without end, and held the engine's lock.
    @Test func `a run that a stop holds gives the terminal back, and goes on when it is lifted`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            try await stage.startEngine().kill()
            let stopped = try await stage.installation.run("stop", "--all")
            #expect(stopped.isSuccess, "\(stopped)")
            let began = ContinuousClock.now
            let run = try await stage.installation.run("run", "contain-exfiltration", "--device", "pump-1")
            let incident = try left(run, after: ContinuousClock.now - began)
            #expect(run.output.contains("a stop holds shutdown"), "\(run)")
            #expect(run.output.contains("'cordon resume --all'"), "\(run)")
            try await stage.expectUntouched("pump-1")

            let engine = try await stage.startEngine()
            let resumed = try await stage.installation.run("resume", "--all")
            #expect(resumed.isSuccess, "\(resumed)")
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.outcome == "contained", "\(account)")
        }
    }

    @Test func `a device beyond the limit is held, listed, approved, contained, and released`() async throws {
        try await Scenario.play(playbook: Playbooks.containment(limit: 1)) { stage in
            let (engine, token) = try await desk(on: stage)
            let first = try await stage.open(.violation(of: "pump-1"), on: engine)
            _ = try await stage.rest(of: first, on: engine)
            let second = try await stage.open(.violation(of: "pump-2"), on: engine)
            _ = try await stage.rest(of: second, on: engine, in: ["waiting-for-person"])
            let holds = try await stage.installation.run("holds")
            #expect(holds.output.contains(second) && holds.output.contains("may touch 1 device"), "\(holds.output)")
            try await stage.expectUntouched("pump-2")
            let blind = try await stage.installation.run(as: token, "approve", "--holds")
            #expect(!blind.isSuccess && blind.errors.contains("--as-of"), "\(blind)")
            let vague = try await stage.installation.run(as: token, "approve", second)
            #expect(!vague.isSuccess && vague.errors.contains("--cause limit --as-of"), "\(vague)")
            #expect(holds.output.contains("'cordon approve \(second) "), "\(holds.output)")
            let quoted = holds.output.split(separator: "'")
            let command = try #require(quoted.first { $0.hasPrefix("cordon approve --holds") }, "\(holds.output)")
            let words = command.split(separator: " ").dropFirst().map(String.init)
            let approved = try await stage.installation.run(as: token, words + ["--reason", "it is real"])
            #expect(approved.isSuccess && approved.output == "approved: 1 hold\n", "\(approved)")
            let account = try await stage.rest(of: second, on: engine, in: ["in-force"])
            #expect(account.outcome == "contained", "\(account)")
            try await stage.expectContained("pump-2")

            let measures = try await stage.installation.run("measures", "--device", "pump-2")
            #expect(measures.output.contains("certificate.deactivate"), "\(measures.output)")
            let agrees = try await stage.installation.run("measures", "--check")
            #expect(agrees.isSuccess && agrees.output.contains("the registry agrees"), "\(agrees)")
            let released = try await stage.installation.run(as: token, "release", "pump-2", "--reason", "repaired")
            #expect(released.isSuccess && released.output.contains("2 measures"), "\(released)")
            let after = try await stage.rest(of: second, on: engine, in: ["ended"])
            #expect(after.outcome == "released", "\(after)")
            #expect(try await stage.handshake(as: "pump-2") == .accepted)
            try await eventually("pump-2 is back") { stage.device("pump-2").isConnected }
            #expect(
                try await stage.installation.run("measures", "--device", "pump-2").output.contains(
                    "nothing is in force"
                )
            )
            #expect(try await stage.installation.run("holds").output.contains("nothing waits"))
        }
    }

    @Test func `a release that comes before the broker has answered takes back what comes of the command`() async throws
    {
        try await Scenario.play(playbook: Playbooks.containment(steps: Playbooks.disconnect)) { stage in
            let (engine, token) = try await desk(on: stage)
            stage.broker.pause()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await stage.intent(at: 0, of: incident)
            let released = try await stage.installation.run(as: token, "release", "pump-1", "--reason", "the wrong one")
            #expect(released.isSuccess && released.output.contains("1 command is under way"), "\(released)")
            stage.broker.resume()
            let account = try await stage.rest(of: incident, on: engine, in: ["ended"])
            #expect(account.outcome == "released" && account.attempts("disconnect") == 1, "\(account)")
            try await eventually("pump-1 is back") { stage.device("pump-1").isConnected }
        }
    }
}
