import CommandLineTool
import Domain
import Foundation
import Ledger
import Relays
import Testing

/// Where a relay is in the log, which decides what is sent at all.
@Suite struct RelayPositionFileTests {
    private let folder = TemporaryFolder()

    private var file: RelayPositionFile { RelayPositionFile(path: "\(folder.path)/siem") }

    @Test func `there is none until one is kept, and then it is that`() throws {
        #expect(try file.load() == nil)
        let marks = [41_206, 41_203, 40_000].map { (sequence: UInt64) in
            RelayPosition.Mark(sequence: sequence, leafHash: TreeHash(ofLeaf: [UInt8(sequence % 7)]))
        }
        try file.keep(RelayPosition(next: 41_207, marks: marks))
        #expect(try file.load() == RelayPosition(next: 41_207, marks: marks))
    }

    @Test func `a number alone, as an earlier version wrote it or a person does, is one`() throws {
        folder.write("cordon-relay-position/1\n41207\n", to: "siem")
        #expect(try file.load() == RelayPosition(next: 41_207))
    }

    @Test func `the longest one that there can be is read back`() throws {
        let marks = (0..<65).map { (index: UInt64) in
            RelayPosition.Mark(sequence: UInt64.max - index, leafHash: TreeHash(ofLeaf: []))
        }
        try file.keep(RelayPosition(next: .max, marks: marks))
        #expect(try file.load()?.marks == marks)
    }

    /// A review: it was taken for a first start, and what was not delivered was skipped.
    @Test func `a file that cannot be read is not one that is missing`() throws {
        // Not by its mode: whoever is root reads it all the same.
        try FileManager.default.createDirectory(atPath: "\(folder.path)/siem", withIntermediateDirectories: true)
        #expect(throws: OperatorError.self) { try file.load() }
        folder.write("", to: "no-folder")
        #expect(throws: OperatorError.self) { try RelayPositionFile(path: "\(folder.path)/no-folder/siem").load() }
    }

    @Test(arguments: [
        "", "41207\n", "cordon-relay-position/1\n", "cordon-relay-position/1\nsoon\n", "cordon-relay-position/2\n7\n",
        "cordon-relay-position/1\n7\n6 4c51\n",
    ])
    func `what is not in its form is refused, and the form is told`(_ text: String) throws {
        folder.write(text, to: "siem")
        let error = try #require(throws: OperatorError.self) { try file.load() }
        #expect(error.remedy.contains("write 'cordon-relay-position/1' into it"))
    }
}
