import CommandLineTool
import Console
import Domain
import Foundation
import Ledger
import Testing

@Suite struct SecretFileTests {
    private let folder = TemporaryFolder()

    @Test func `a secret file is for its owner alone, and never overwritten`() throws {
        let file = KeyFile("\(folder.path)/secret")
        try file.create("one".utf8)
        #expect(try folder.mode(of: "secret") == 0o600)
        #expect(throws: OperatorError.self) { try file.create("two".utf8) }
        #expect(try file.read() == Array("one".utf8))
    }

    @Test func `what a crash left of a secret file is in nobody's way`() throws {
        folder.write("half", to: "secret.new")
        let file = KeyFile("\(folder.path)/secret")
        try file.create("whole".utf8)
        #expect(try file.read() == Array("whole".utf8))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["secret"])
    }

    @Test func `a secret file that others may read is refused, with the command that mends it`() throws {
        folder.write("secret", to: "open")
        let path = "\(folder.path)/open"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let error = #expect(throws: OperatorError.self) { try KeyFile(path).read() }
        #expect(error?.remedy == "run: chmod 600 \(path)")
    }

    @Test func `tokens are shown once, and kept as hashes alone`() throws {
        let working = WorkingFolder(folder.path)
        try FileManager.default.createDirectory(atPath: working.keys, withIntermediateDirectories: true)
        var shown: [String: Secret] = [:]
        _ = try TokenFile(working).loadOrIssue { shown[$0] = $1 }
        #expect(shown.keys.sorted() == ["admin", "intake"])
        let kept = try String(contentsOfFile: working.tokens, encoding: .utf8)
        for token in shown.values { token.reveal { #expect(!kept.contains($0)) } }
        var again = 0
        _ = try TokenFile(working).loadOrIssue { _, _ in again += 1 }
        #expect(again == 0)
    }

    @Test func `a damaged token file is refused with its line`() throws {
        let working = WorkingFolder(folder.path)
        try FileManager.default.createDirectory(atPath: working.keys, withIntermediateDirectories: true)
        try KeyFile(working.tokens).create("intake intake 12\n".utf8)
        let error = #expect(throws: OperatorError.self) { _ = try TokenFile(working).loadOrIssue { _, _ in } }
        #expect(error?.reason.contains("line 1") == true)
    }

    @Test func `the signer's state is read back, and damage is refused`() async throws {
        let origin = try #require(Origin("cordon.local/test"))
        let file = SignerStateFile(path: "\(folder.path)/signer-state")
        #expect(try file.load() == nil)
        try await file.keep(.beginning(of: origin))
        #expect(try file.load() == .beginning(of: origin))
        #expect(try folder.mode(of: "signer-state") == 0o600)
        folder.write("cordon-signer-state/1\nnonsense", to: "signer-state")
        #expect(throws: OperatorError.self) { try file.load() }
    }

    /// A review found it: it was taken for one that is missing, and to restore a backup was what the error advised.
    @Test func `a signer's state that cannot be read is not one that is missing`() throws {
        // Not by its mode: whoever is root reads it all the same.
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/signer-state",
            withIntermediateDirectories: true
        )
        let file = SignerStateFile(path: "\(folder.path)/signer-state")
        let error = #expect(throws: OperatorError.self) { try file.load() }
        #expect(error?.reason.contains("it cannot be read") == true)
        #expect(error?.remedy.contains("sudo chown --reference=\(folder.path)") == true)
    }

    /// A review found it: they were taken for none, and the next key to be retired would have been written over them.
    @Test func `retired keys that cannot be read are not none`() throws {
        folder.write("connections:\n  broker: {kind: broker, host: localhost}\n", to: "cordon.yaml")
        let working = WorkingFolder(folder.path)
        let settings = try Settings(folder: working, environment: [:])
        _ = try Identity.loadOrCreate(settings)
        try FileManager.default.createDirectory(
            atPath: "\(working.keys)/audit.retired",
            withIntermediateDirectories: true
        )
        let error = #expect(throws: OperatorError.self) { _ = try Identity.loadOrCreate(settings) }
        #expect(error?.attempted.contains("retired keys") == true)
        #expect(error?.reason.contains("it cannot be read") == true)
    }

    @Test func `what a device says does not steer a terminal`() {
        #expect(Terminal.safe("a\u{1B}[2Jb\u{202E}c") == "a\\u{1b}[2Jb\\u{202e}c")
        #expect(Terminal.safe("press-07 · été") == "press-07 · été")
    }
}
