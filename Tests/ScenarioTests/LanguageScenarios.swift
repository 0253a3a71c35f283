import Foundation
import Testbed
import Testing

/// What the language says, against a real broker and by the built program.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: Scenario.isPossible)) struct LanguageScenarios {
    private func steps(_ text: String) -> String {
        Playbooks.containment(steps: text.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    }

    @Test func `a wait for a message hears what a device publishes, and silence fails it`() async throws {
        let playbook = steps(
            """
            - id: heard
              wait:
                message: {connection: broker, topic: "telemetry/${{ device.id }}"}
                if: message.litres_per_minute >= 0
                within: 10s
            - id: never
              wait: {message: {connection: broker, topic: "telemetry/nobody"}, within: 300ms}
              on_failure: continue
            - id: known
              if: steps.heard.output.litres_per_minute < 40 && steps.never.failed
              set: {flow: "${{ steps.heard.output.litres_per_minute }}"}
            """
        )
        try await Scenario.play(playbook: playbook) { stage in
            let engine = try await stage.startEngine()
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(account.state("heard") == "ok", "\(account)")
            #expect(account.state("never") == "failed", "\(account)")
            #expect(account.error("never").contains("none that was meant came within 300 ms"), "\(account)")
            #expect(account.state("known") == "done", "\(account)")
            try await stage.expectUntouched("pump-1")
        }
    }

    /// A review: an answer that is no JSON gave no output, and a device that had answered was commanded again.
    @Test func `a loop commands a device once that answers in a text`() async throws {
        let playbook = steps(
            """
            - id: tries
              for_each: "[1, 2, 3]"
              at_most: 3
              while: previous == null
              steps:
                - id: ask
                  action: device.command
                  with:
                    connection: broker
                    topic: fleet/${{ device.id }}/command
                    payload: {command: shutdown, id: "${{ step.key }}"}
                    confirm: {topic: "fleet/${{ device.id }}/ack", if: message.payload == step.key, within: 10s}
                  on_failure: continue
            """
        )
        try await Scenario.play(playbook: playbook) { stage in
            stage.device("pump-1").behave(.terse)
            let engine = try await stage.startEngine()
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(stage.device("pump-1").commands.count == 1, "\(account)")
        }
    }

    @Test func `a step that asks waits for a person of the group that is named`() async throws {
        let playbook = steps(
            """
            - id: deactivate
              action: certificate.deactivate
              with: {connection: registry}
              approval: {from: soc-leads, within: 2m}
            """
        )
        try await Scenario.play(playbook: playbook) { stage in
            try await stage.startEngine().kill()
            let added = try await stage.installation.run("tokens", "add", "ada", "--group", "soc-leads")
            let token = try #require(added.output.split(separator: " ").last).trimmingCharacters(in: .newlines)
            let engine = try await stage.startEngine()
            stage.installation.ask(engine)
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await eventually("people are asked") {
                try await stage.account(of: incident).state("deactivate") == "asking"
            }
            let stranger = try await stage.installation.run("approve", incident)
            #expect(!stranger.isSuccess && stranger.errors.contains("is not of the group 'soc-leads'"), "\(stranger)")
            #expect(try await stage.handshake(as: "pump-1") == .accepted)
            let ada = try await stage.installation.run(as: token, "approve", incident, "--reason", "seen it")
            #expect(ada.isSuccess, "\(ada)")
            let account = try await stage.rest(of: incident, on: engine)
            #expect(account.state("deactivate") == "ok", "\(account)")
            #expect(try await stage.handshake(as: "pump-1") == .refused(alert: "certificate revoked"))
            let log = try await stage.installation.run("audit", "show", "--incident", incident)
            #expect(log.output.contains("person:ada"), "\(log.output)")
        }
    }

    @Test func `what expired while the engine was down is taken back at its start`() async throws {
        let playbook = steps(
            """
            - {id: deactivate, action: certificate.deactivate, with: {connection: registry}, expires: 3s}
            - {id: disconnect, action: session.disconnect, with: {connection: broker}, expires: 3s}
            """
        )
        try await Scenario.play(playbook: playbook) { stage in
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            // Not killed before that: what was taken back already could never be proven, and the run would wait for a person.
            _ = try await stage.rest(of: incident, on: engine)
            try await engine.kill()
            let expiry = ContinuousClock.now + .seconds(3)
            try await eventually("the measures have expired") { ContinuousClock.now > expiry }
            let second = try await stage.startEngine()
            let account = try await stage.rest(of: incident, on: second, in: ["ended"])
            #expect(account.outcome == "released", "\(account)")
            #expect(account.state("deactivate/release") == "ok", "\(account)")
            #expect(account.state("disconnect/release") == "ok", "\(account)")
            #expect(try await stage.handshake(as: "pump-1") == .accepted)
            try await eventually("pump-1 is back") { stage.device("pump-1").isConnected }
        }
    }

    @Test func `the end of the alarm lets the device back in, where the playbook says so`() async throws {
        let playbook = steps(
            """
            - {id: deactivate, action: certificate.deactivate, with: {connection: registry}}
            - {id: ponder, wait: 1h}
            """
        ).replacing("  max_age: 10m", with: "  max_age: 10m\n  cleared: release")
        try await Scenario.play(playbook: playbook) { stage in
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.cloudEvent(of: "pump-1"), on: engine)
            try await eventually("the playbook waits") {
                try await stage.account(of: incident).state("ponder") == "waiting"
            }
            #expect(try await stage.handshake(as: "pump-1") == .refused(alert: "certificate revoked"))
            _ = try await engine.post(.cloudEvent(of: "pump-1", state: "cleared"))
            let account = try await stage.rest(of: incident, on: engine, in: ["ended"])
            #expect(account.outcome == "released", "\(account)")
            #expect(account.state("ponder") == "skipped", "\(account)")
            #expect(try await stage.handshake(as: "pump-1") == .accepted)
        }
    }

    @Test func `a run goes on with the called playbook and the inputs that it began with`() async throws {
        let called = """
            playbook: tell-them
            mode: enforce
            on: {event: manual}
            inputs: {greeting: hello}
            steps:
              - {id: pause, wait: 2s}
              - {id: say, action: webhook.send, with: {connection: soc, text: "${{ inputs.greeting }}"}}

            """
        try await Scenario.play(playbook: steps("- {id: help, call: tell-them}")) { stage in
            let other = stage.folder.path("playbooks/tell-them.yaml")
            try called.write(toFile: other, atomically: true, encoding: .utf8)
            let settings = stage.folder.path("cordon.yaml")
            let configured = try String(contentsOfFile: settings, encoding: .utf8)
            try (configured + "\ninputs:\n  tell-them: {greeting: servus}\n")
                .write(toFile: settings, atomically: true, encoding: .utf8)
            let engine = try await stage.startEngine()
            let incident = try await stage.open(.violation(of: "pump-1"), on: engine)
            try await engine.kill()
            try called.replacing("hello", with: "bye").write(toFile: other, atomically: true, encoding: .utf8)
            try configured.write(toFile: settings, atomically: true, encoding: .utf8)
            let second = try await stage.startEngine()
            let account = try await stage.rest(of: incident, on: second)
            #expect(account.state("help/say") == "ok", "\(account)")
            #expect(
                stage.receiver.messages.contains { String(decoding: $0.body, as: UTF8.self).contains("servus") },
                "\(stage.receiver.messages)"
            )
        }
    }
}
