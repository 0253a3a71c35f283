import CommandLineTool
import Domain
import Engine
import Foundation
import Ledger
import StoreSQLite
import TestKit
import Testing

/// What root leaves in the folder of a service that has a user of its own.
@Suite(.enabled(if: geteuid() == 0, "only root may give a file away")) struct FilesOfRootTests {
    private static let nobody: [UInt32] = [65_534, 65_534]

    private let folder = TemporaryFolder()

    init() throws { try give("", to: Self.nobody) }

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

    private func give(_ name: String, to owner: [UInt32]) throws {
        let result = chown(path(name), owner[0], owner[1])
        try #require(result == 0, "\(String(cString: strerror(errno)))")
    }

    private func owner(of name: String) throws -> [UInt32] {
        let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
        return try [FileAttributeKey.ownerAccountID, .groupOwnerAccountID].map { key in
            try #require(attributes[key] as? NSNumber).uint32Value
        }
    }

    /// A review found it: 'sudo cordon audit show' wrote that somebody read, and the engine did not start any more.
    @Test func `an entry that is written as root leaves nothing that is root's`() async throws {
        folder.write("connections:\n  broker: {kind: broker, host: localhost}\n", to: "cordon.yaml")
        let root = WorkingFolder(folder.path)
        for _ in 0..<2 {
            let identity = try Identity.loadOrCreate(try Settings(folder: root, environment: [:]))
            try await EngineAtRest.record(
                AuditRecord(.logExported, at: Sample.start),
                store: try SQLiteStore(path: root.path("state/cordon.sqlite")),
                ledger: identity.ledger(node: "node-1"),
                surroundings: VirtualSurroundings()
            )
        }
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0 != "cordon.yaml" }
        #expect(Set(names).isSuperset(of: ["keys/audit.key", "state", "state/signer-state", "state/cordon.sqlite"]))
        for name in names { #expect(try owner(of: name) == Self.nobody, "\(name)") }
    }

    // A reading found it: an export with names in it was given to whoever the folder belongs to that it was written into.
    @Test func `an export stays root's, and nobody else may look into it`() async throws {
        let store = try SQLiteStore(path: path("log.sqlite"))
        let log = DatabaseLog(history: try SQLiteHistory(path: path("log.sqlite")))
        let writer = ExportWriter(folder: path("new/log"), keys: [LedgerFixture.key.verifier], withPrivate: true)
        _ = try await writer.write(log)
        withExtendedLifetime(store) {}
        let names = ["new", "new/log", "new/log/keys", "new/log/private.jsonl"]
        for name in names { #expect(try owner(of: name) == [0, getegid()], "\(name)") }
        #expect(try folder.mode(of: "new/log") == 0o700)
        let error = await #expect(throws: OperatorError.self) { try await writer.write(log) }
        #expect(error?.reason == "it is there already")
    }

    @Test func `a file that is replaced keeps its owner, its group and its mode`() async throws {
        let file = SignerStateFile(path: path("signer-state"))
        try await file.keep(.beginning(of: LedgerFixture.origin))
        #expect(try owner(of: "signer-state") == Self.nobody)
        try give("signer-state", to: [1, 2])
        let mode = chmod(path("signer-state"), 0o640)
        #expect(mode == 0)
        try await file.keep(.beginning(of: LedgerFixture.origin))
        #expect(try owner(of: "signer-state") == [1, 2])
        #expect(try folder.mode(of: "signer-state") == 0o640)
    }

    @Test func `folders, those above them and locks are given away, too`() throws {
        let witness = try #require(try WitnessFolder.open(path("all/witness")))
        _ = try witness.key(name: "witness.example/w1")
        let names = [
            "", "/witness", "/witness/logs", "/witness/evidence", "/witness/witness.lock", "/witness/witness.key",
        ]
        for name in names { #expect(try owner(of: "all\(name)") == Self.nobody, "\(name)") }
    }

    @Test func `what a link leads to is not given away`() throws {
        try FileManager.default.createDirectory(atPath: path("witness"), withIntermediateDirectories: true)
        folder.write("precious", to: "target")
        try FileManager.default.createSymbolicLink(
            atPath: path("witness/witness.lock"),
            withDestinationPath: path("target")
        )
        _ = try WitnessFolder.open(path("witness"))
        #expect(try owner(of: "target") == [0, getegid()])
    }
}
