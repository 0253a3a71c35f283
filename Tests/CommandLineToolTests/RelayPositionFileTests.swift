import CommandLineTool
import Domain
import Foundation
import Testing

/// Where a relay is in the log, which decides what is sent at all.
@Suite struct RelayPositionFileTests {
    private let folder = TemporaryFolder()

    private var file: RelayPositionFile { RelayPositionFile(path: "\(folder.path)/siem") }

    @Test func `there is none until one is kept, and then it is that`() throws {
        #expect(try file.load() == nil)
        try file.keep(41_207)
        #expect(try file.load() == 41_207)
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
    ])
    func `what is not in its form is refused, and the form is told`(_ text: String) throws {
        folder.write(text, to: "siem")
        let error = try #require(throws: OperatorError.self) { try file.load() }
        #expect(error.remedy.contains("write 'cordon-relay-position/1' into it"))
    }
}
