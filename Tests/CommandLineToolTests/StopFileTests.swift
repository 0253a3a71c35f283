import CommandLineTool
import Domain
import Foundation
import Testing

/// The file STOP: half of the kill switch, which must not be said to be there where it is not.
@Suite struct StopFileTests {
    private let folder = TemporaryFolder()

    private func path(_ name: String) -> String { "\(folder.path)/\(name)" }
    private func file(_ name: String) -> StopFile { StopFile(WorkingFolder(path(name))) }

    private func make(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
    }

    @Test func `it is there once it was written, with the reason, until it is taken back`() throws {
        try make("plant/keys")
        let file = file("plant")
        #expect(!file.isThrown() && file.reason == nil)
        try file.throwIt(because: "fire in hall 2")
        #expect(file.isThrown() && file.reason == "fire in hall 2")
        try file.throwIt(because: "again")
        #expect(file.reason == "fire in hall 2", "the first to write it says why")
        #expect(try file.takeBack())
        #expect(try !file.takeBack() && !file.isThrown())
    }

    @Test func `it says who wrote it and why, in a line each`() throws {
        try make("plant/keys")
        let file = file("plant")
        try file.throwIt(because: "fire\nBy: person:bob", by: "person:ada")
        #expect(file.words() == "written by person:ada: fire By: person:bob")
    }

    @Test func `of what anybody may have put there not much is read, and nothing is waited for`() throws {
        try make("plant/keys")
        let file = file("plant")
        folder.write("Reason: \(String(repeating: "a", count: 1 << 20))\n", to: "plant/STOP")
        #expect(file.isThrown() && file.words().utf8.count < 5_000)
        #expect(try file.takeBack())
        #expect(mkfifo(path("plant/STOP"), 0o600) == 0)
        #expect(file.isThrown() && file.words().isEmpty)
    }

    /// A review: it was taken for written, and 'cordon stop --all' said that everything was stopped.
    @Test
    func `where the folder cannot be looked into, an engine stops, and whoever writes it is not told that it is there`()
        throws
    {
        folder.write("", to: "no-folder")
        let file = file("no-folder")
        #expect(file.isThrown())
        #expect(throws: OperatorError.self) { try file.throwIt(because: "") }
    }

    @Test func `it is written nowhere where no Cordon works`() throws {
        try make("other")
        let file = file("other")
        #expect(throws: OperatorError.self) { try file.throwIt(because: "") }
        #expect(!file.isThrown())
    }
}
