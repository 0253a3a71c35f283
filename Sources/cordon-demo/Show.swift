import Foundation
import JSON
import Testbed

/// The whole demonstration, in order: the plant, the dry run, the real thing, the proof.
struct Show {
    private static let culprit = "pump-07"
    private static let playbook = "playbooks/contain-exfiltration.yaml"

    private let start = ContinuousClock.now

    /// - Returns: whether every line of the proof holds.
    func run() async throws -> Bool {
        Screen.say(Screen.styled("\nCordon: from an alarm to a contained device, on real parts\n", .bold))
        let pumps = (1...12).map { DeviceRecord("pump-\($0 < 10 ? "0" : "")\($0)", site: "plant-2") }
        let stage = try await Stage.set(pumps)
        let outcome: Result<Bool, any Error>
        do {
            outcome = .success(try await perform(on: stage))
        } catch {
            outcome = .failure(error)
        }
        await stage.end()
        return try outcome.get()
    }

    private func perform(on stage: Stage) async throws -> Bool {
        introduce(stage)
        var proof = Proof()
        let stepNames = try await rehearse(stage, &proof)
        let account = try await contain(stage, stepNames)
        try await Verdict(stage, account).prove(&proof)
        let elapsed = ContinuousClock.now - start
        let seconds = elapsed.formatted(.units(allowed: [.seconds], width: .narrow, fractionalPart: .show(length: 1)))
        let sentence =
            proof.holds ? Screen.styled("every line holds", .green) : Screen.styled("NOT every line holds", .red)
        Screen.say("\n   \(sentence); the whole demo took \(seconds)\n")
        return proof.holds
    }

    private func introduce(_ stage: Stage) {
        Screen.say(
            "   broker    \(stage.broker.version), 127.0.0.1:\(stage.broker.port): mutual TLS, CRL, dynamic security"
        )
        Screen.say("   devices   \(stage.devices.count), each connected with a certificate of the built-in registry")
        Screen.say("   receiver  \(stage.receiver.url): takes signed webhooks")
        Screen.say("   folder    \(stage.folder.root): made by 'cordon init', gone when this ends")
    }

    /// - Returns: the ids of the playbook's steps, in order.
    private func rehearse(_ stage: Stage, _ proof: inout Proof) async throws -> [String] {
        Screen.chapter(1, "A dry run: what would Cordon do about \(Self.culprit)?")
        let file = stage.folder.path("violation.json")
        let violation = EventSample.violationText(of: Self.culprit, bytes: 412_800, id: "rehearsal")
        try violation.write(toFile: file, atomically: true, encoding: .utf8)
        let before = try Untouched(stage)
        Screen.command("cordon run \(Self.playbook) --device \(Self.culprit) --event violation.json --dry-run")
        let playbook = stage.folder.path(Self.playbook)
        let result = try await stage.installation.run(
            "run",
            playbook,
            "--device",
            Self.culprit,
            "--event",
            file,
            "--dry-run"
        )
        guard result.isSuccess else { throw TestbedFailure("the dry run ended as \(result.ending):\n\(result.errors)") }
        Screen.quote(result.output)
        Screen.say("   And nothing was touched by it:")
        try await before.prove(&proof)
        return try await stepNames(of: result.output, stage)
    }

    private func stepNames(of dryRun: String, _ stage: Stage) async throws -> [String] {
        guard let incident = dryRun.split(separator: " ").first else {
            throw TestbedFailure("the dry run printed nothing")
        }
        let result = try await stage.installation.run("incidents", "show", String(incident), "--json")
        guard let document = try? JSONDocument.parse(Array(result.output.utf8)) else {
            throw TestbedFailure("read the dry run's incident: \(result.errors)\(result.output)")
        }
        return document["steps"].items.compactMap { $0["id"].string }
    }

    private func contain(_ stage: Stage, _ stepNames: [String]) async throws -> Account {
        Screen.chapter(2, "The real thing")
        Screen.command("cordon serve")
        let engine = try await stage.startEngine()
        let event = EventSample.violation(of: Self.culprit)
        Screen.command("curl \(engine.url)/v1/events …   an AWS Device Defender violation, as SNS delivers it\n")
        let posted = Date.now
        let answer = try await engine.post(event)
        let acknowledged = Date.now
        guard answer.status == 202, let incident = answer.incidents.first else {
            throw TestbedFailure("post the violation: \(answer.status) \(answer.text)")
        }
        var timeline = LiveTimeline(
            stage,
            engine,
            stage.device(Self.culprit),
            incident: incident,
            stepNames: stepNames
        )
        let document = try await timeline.follow()
        return Account(
            engine: engine,
            culprit: stage.device(Self.culprit),
            incident: document,
            stepNames: stepNames,
            posted: posted,
            acknowledged: acknowledged
        )
    }
}
