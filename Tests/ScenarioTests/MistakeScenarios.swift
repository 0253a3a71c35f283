import Foundation
import Testbed
import Testing

/// What somebody types in the night, or pastes from somewhere, and what the commands make of it.
@Suite(.serialized, .timeLimit(.minutes(2))) struct MistakeScenarios {
    private static let mistakes: [(command: [String], words: [String])] = [
        (["certs", "issue", "press-1", "--into", "nowhere"], ["there is no folder nowhere", "with --into"]),
        (["certs", "issue", "press-1", "--into", "Package.swift"], ["there is no folder Package.swift"]),
        (["certs", "revoke", "press-1", "--reason", "stolen"], ["keyCompromise", "Usage: cordon certs revoke"]),
        (["certs", "list", "--after", "press-1"], ["is not what a page says"]),
        (["devices", "show", "press 1"], ["that is no device id"]),
        (["devices", "show", "press-9"], ["it is not recorded"]),
        (["explain", "event.json", "--at", "noon"], ["'noon' is no time", "Usage: cordon explain"]),
        (["tokens", "add", "ana"], ["there are none yet", "start the engine once"]),
        (["tokens", "add", "ana\u{200b}"], ["printable characters"]),
        (["tokens", "add", "ana", "--group", "le\u{1b}ads"], ["printable characters"]),
        (
            ["tokens", "add", "ana", "--scope", "root"],
            ["use one of intake, approver, admin", "Usage: cordon tokens add"]
        ),
    ]

    @Test func `what is typed wrongly is told with a way out`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        let added = try await installation.run("devices", "add", "press-1", "--gateway", "gateway-1")
        #expect(added.isSuccess && added.output == "recorded press-1\n", "\(added)")
        #expect(added.errors == "note: the gateway gateway-1 is not recorded\n")
        for (command, words) in Self.mistakes {
            let result = try await installation.run(as: nil, command)
            #expect(!result.isSuccess && result.output.isEmpty, "\(command): \(result)")
            for word in words { #expect(result.errors.contains(word), "\(command): \(result.errors)") }
        }
        for token in ["", "cordon_1 cordon_2", "cordon_1\r", "cordon_1\n"] {
            let result = try await installation.run(as: token, "quarantine", "retry", "x")
            #expect(!result.isSuccess && result.errors.contains("CORDON_TOKEN is empty, or holds a blank"), "\(result)")
        }
    }

    @Test(.enabled(if: Scenario.isPossible)) func `what an engine does not know is told as what it is`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        let engine = try await installation.serve()
        installation.ask(engine)
        let entry = try await installation.run("audit", "redact", "4711")
        #expect(entry.errors.contains("could not redact entry 4711: the log has no such entry"), "\(entry)")
        let person = try await installation.run("audit", "redact", "0")
        #expect(person.errors.contains("nothing about people is kept beside it"), "\(person)")
        let stranger = try await installation.run(as: "cordon_0", "audit", "redact", "0")
        #expect(stranger.errors.contains("known from the engine's next start on"), "\(stranger)")
        try await engine.kill()
    }

    /// A reading found that an argument reached the terminal as it was given.
    @Test func `no error steers the terminal, whatever was given`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        let given = "\u{1b}[2J\u{202e}x"
        let commands = [
            ["devices", "show", given], ["devices", "add", given], ["certs", "issue", given],
            ["certs", "revoke", given],
            ["tokens", "add", "ana", "--scope", given], ["quarantine", "show", given], ["quarantine", "retry", given],
            ["explain", given], ["report", given, "--html"], ["audit", "redact", given],
            ["audit", "export", "--device", given], ["audit", "show", "--\(given)"],
        ]
        for command in commands {
            let result = try await installation.run(as: nil, command)
            let unseen = result.errors.unicodeScalars.filter { scalar in
                scalar != "\n" && [.control, .format].contains(scalar.properties.generalCategory)
            }
            #expect(!result.isSuccess && !result.errors.isEmpty && unseen.isEmpty, "\(command): \(result)")
        }
    }
}
