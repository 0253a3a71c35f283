import CommandLineTool
import Domain
import Foundation
import Ledger
import TestKit
import Testing

/// What a witness keeps between two starts.
@Suite struct WitnessFolderTests {
    private let folder = TemporaryFolder()

    private func open() throws -> WitnessFolder { try #require(try WitnessFolder.open("\(folder.path)/w")) }

    /// A checkpoint over so many entries.
    private func sighting(_ size: Int) throws -> WitnessedLog.Sighting {
        var writer = try LedgerFixture.writer()
        let records = (0..<size).map { AuditRecord(.engineStopped, at: Sample.start + .seconds($0)) }
        _ = writer.append(records, salting: LedgerFixture.salt)
        var signer = try CheckpointSigner(
            key: LedgerFixture.key,
            state: .beginning(of: LedgerFixture.origin),
            tree: MerkleTree()
        )
        let note = try signer.sign(try signer.prepare(writer.tree, since: writer.uncovered))
        let request = try #require(CosigningRequest(note, oldSize: 0, hashes: []))
        let log = try #require(WitnessedLog(keys: [LedgerFixture.key.verifier]))
        return try log.judge(request, at: Sample.start)
    }

    @Test func `the key is made once, for its owner alone, and keeps its name`() throws {
        let first = try open().key(name: "witness.example/w1")
        #expect(first.witness.name == "witness.example/w1")
        #expect(try folder.mode(of: "w/witness.key") == 0o600)
        #expect(try open().key(name: nil).witness == first.witness)
        let error = #expect(throws: OperatorError.self) { try open().key(name: "another") }
        #expect(error?.reason.contains("witness.example/w1") == true)
        #expect(throws: OperatorError.self) {
            try #require(try WitnessFolder.open("\(folder.path)/x")).key(name: "a b")
        }
    }

    @Test func `a witness without a name has one of its own`() throws {
        let name = try open().key(name: nil).witness.name
        #expect(name.hasPrefix("cordon.local/witness-"))
        #expect(try #require(try WitnessFolder.open("\(folder.path)/x")).key(name: nil).witness.name != name)
    }

    @Test func `two witnesses do not share a folder`() throws {
        var first: WitnessFolder? = try open()
        #expect(try WitnessFolder.open("\(folder.path)/w") == nil)
        #expect(first != nil)
        first = nil
        #expect(try WitnessFolder.open("\(folder.path)/w") != nil)
    }

    @Test func `what was cosigned is taken up again, and a damaged or strange file is not passed over`() throws {
        let keys = [LedgerFixture.key.verifier]
        #expect(try open().log(keys).last == nil)
        try open().keep(sighting(3))
        try open().keep(sighting(5))
        #expect(try open().log(keys).last == sighting(5))
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/w/logs")
        #expect(files.count == 1)
        let stranger = try #require(SigningKey(for: LedgerFixture.origin, privateKey: Array(repeating: 1, count: 32)))
        #expect(throws: OperatorError.self) { try open().log([stranger.verifier]) }
        folder.write("damaged", to: "w/logs/\(files[0])")
        let error = #expect(throws: OperatorError.self) { try open().log(keys) }
        #expect(error?.remedy.contains("new witness in an empty folder") == true)
    }

    @Test func `a lost key is not replaced where something was cosigned with it`() throws {
        try open().keep(sighting(3))
        #expect(throws: OperatorError.self) { try open().key(name: nil) }
    }

    @Test func `evidence holds both notes, and the same evidence is kept once`() throws {
        let evidence = WitnessEvidence(seen: try sighting(5).note, shown: try sighting(3).note)
        let path = try open().keep(evidence)
        #expect(try open().keep(evidence) == path)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains("\(evidence.shown)"))
        #expect(text.contains(evidence.seen?.description ?? "nothing"))
    }
}
