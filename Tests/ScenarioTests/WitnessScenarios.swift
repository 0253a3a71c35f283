import Foundation
import JSON
import Testbed
import Testing

/// The built program on both sides: an engine whose log is watched, and the witness that watches it.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Scenario.isPossible)) struct WitnessScenarios {
    /// Tells the engine of its witness.
    private func configure(_ stage: Stage, _ witness: WitnessProcess) throws {
        let path = stage.folder.path("cordon.yaml")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let audit = "audit: {witnesses: [{url: '\(witness.url)', key: '\(witness.key)', allow_private: true}]}\n"
        try (text + audit).write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// How many entries the witness has cosigned, as the engine shows it.
    private func cosigned(_ engine: CordonProcess) async throws -> Int {
        guard let size = try await witness(engine)?["cosigned_size"].int else { return 0 }
        return Int(size)
    }

    private func witness(_ engine: CordonProcess) async throws -> JSONElement? {
        let witnesses = try await engine.status().json?["witnesses"].items
        return witnesses?.first { _ in true }
    }

    private func size(of stage: Stage) async throws -> Int {
        let rows = try await stage.database.rows("SELECT coalesce(max(size), 0) FROM checkpoints")
        return Int(rows.first ?? "") ?? 0
    }

    @Test func `a witness that is killed stops nothing, is shown, and catches up when it is back`() async throws {
        try await Scenario.play(playbook: Playbooks.containment()) { stage in
            let port = LoopbackPort.free()
            let folder = stage.folder.path("witness")
            let log = try await stage.installation.run("audit", "key").output.trimmingCharacters(in: .newlines)
            let first = try await WitnessProcess(in: folder, watching: [log], port: port)
            try configure(stage, first)
            let engine = try await stage.startEngine()
            try await eventually("the first checkpoint is cosigned", within: .seconds(40)) {
                try await cosigned(engine) > 0
            }
            #expect(try await first.overview().contains("entries, seen since"))
            let asked = try await stage.installation.run("audit", "verify", "--against", first.url)
            #expect(asked.isSuccess && asked.output.contains("' saw the first "), "\(asked.output)\(asked.errors)")
            try await first.kill()
            let silent = try await stage.installation.run("audit", "verify", "--against", first.url)
            #expect(silent.ending == .exited(1) && silent.output.contains("The log is sound"), "\(silent.output)")
            #expect(
                silent.errors.contains("compare the log with the witness 'cordon.local/witness-"),
                "\(silent.errors)"
            )

            // Mitigation goes on.
            let account = try await stage.rest(of: stage.open(.violation(of: "pump-1"), on: engine), on: engine)
            #expect(account.outcome == "contained", "\(account)")
            try await stage.expectContained("pump-1")
            try await eventually("the trouble is shown", within: .seconds(40)) {
                try await witness(engine)?["cosigns"].bool == false
            }
            #expect(engine.log.contains("does not cosign the audit log"))

            let second = try await WitnessProcess(in: folder, watching: [log], port: port)
            #expect(second.key == first.key)
            let behind = try await cosigned(engine)
            try await eventually("the witness catches up", within: .seconds(40)) { try await cosigned(engine) > behind }
            #expect(try await witness(engine)?["cosigns"].bool == true)
            #expect(engine.log.contains("cosigns again"))
            engine.terminate()
            #expect(try await engine.ended() == .exited(0))
            let verified = try await stage.installation.run("audit", "verify")
            let size = try await cosignedSize(of: stage)
            #expect(verified.output.contains("' saw the first \(size) entries at 2"), "\(verified.output)")
            // Nothing was written since: an engine at rest shows it nothing, and whoever verifies does.
            let compared = try await stage.installation.run("audit", "verify", "--against", second.url + "/")
            #expect(compared.isSuccess, "\(compared.output)\(compared.errors)")
            try await second.kill()
            try await compareWithCosignatures(of: second.key, stage)
        }
    }

    /// What a witness cosigned is in the log, and in an export, where it can be asked for without the witness.
    private func compareWithCosignatures(of key: String, _ stage: Stage) async throws {
        let export = stage.folder.path("log")
        #expect(try await stage.installation.run("audit", "export", export).isSuccess)
        let verified = try await stage.installation.run("audit", "verify", export, "--against", key)
        #expect(
            verified.isSuccess && verified.output.contains("' saw the first "),
            "\(verified.output)\(verified.errors)"
        )
        let other = "witness.example.com/other+c97d0842+BAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH"
        let strange = try await stage.installation.run("audit", "verify", export, "--against", other)
        #expect(strange.ending == .exited(1), "\(strange.output)")
        #expect(strange.errors.contains("no cosignature of this key lies in the log"), "\(strange.errors)")
        for (arguments, reason) in [
            ([], "cordon.yaml names others: http://127.0.0.1:"), ([export], "an export has an older one"),
        ] {
            let refused = try await stage.installation.run(
                as: nil,
                ["audit", "verify"] + arguments + ["--against", "https://witness.example.com"]
            )
            #expect(refused.errors.contains(reason), "\(refused.errors)")
        }
    }

    private func cosignedSize(of stage: Stage) async throws -> Int {
        Int(try await stage.database.rows("SELECT max(size) FROM cosignatures").first ?? "") ?? 0
    }

    @Test func `a log that was put back and went another way is refused, shown and kept as evidence`()
        async throws
    {
        try await Scenario.play(isAuditSound: false) { stage in
            let log = try await stage.installation.run("audit", "key").output.trimmingCharacters(in: .newlines)
            let folder = stage.folder.path("witness")
            let witness = try await WitnessProcess(in: folder, watching: [log], port: LoopbackPort.free())
            try configure(stage, witness)
            let backup = stage.folder.path("backup")
            let state = stage.folder.path("state")
            let begun = try await stage.startEngine()
            begun.terminate()
            #expect(try await begun.ended() == .exited(0))
            try FileManager.default.copyItem(atPath: state, toPath: backup)

            let kept = try await size(of: stage)
            let first = try await stage.startEngine()
            _ = try await first.post(.violation(of: "pump-1"))
            try await eventually("more is cosigned than the backup holds", within: .seconds(40)) {
                try await cosigned(first) > kept
            }
            first.terminate()
            #expect(try await first.ended() == .exited(0))

            // Whoever has the whole folder puts all of it back, the signer's state too, and goes another way.
            try FileManager.default.removeItem(atPath: state)
            try FileManager.default.copyItem(atPath: backup, toPath: state)
            // In itself it is sound: the witness alone knows better.
            #expect(try await stage.installation.run("audit", "verify").isSuccess)
            let shorter = try await stage.installation.run("audit", "verify", "--against", witness.url)
            #expect(shorter.ending == .exited(30), "\(shorter.output)\(shorter.errors)")
            #expect(shorter.output.contains("entries, and our last checkpoint has"), "\(shorter.output)")
            let second = try await stage.startEngine()
            try await eventually("the second history is contradicted", within: .seconds(40)) {
                _ = try await second.post(.violation(of: "pump-2"))
                return try await self.witness(second)?["contradiction"].string != nil
            }
            #expect(second.log.contains("critical"))
            #expect(witness.log.contains("It is not cosigned; the notes are kept in"))
            let evidence = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/evidence")
            #expect(!evidence.isEmpty)
            second.terminate()
            _ = try await second.ended()
            let other = try await stage.installation.run("audit", "verify", "--against", witness.url)
            #expect(other.ending == .exited(30), "\(other.output)\(other.errors)")
            #expect(other.output.contains("contradicts the log: "), "\(other.output)")
            try await witness.kill()
        }
    }
}
