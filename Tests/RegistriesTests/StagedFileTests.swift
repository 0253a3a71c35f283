import Domain
import Foundation
import Registries
import Testing

@Suite struct StagedFileTests {
    @Test func `a crash before the rename leaves the old file, and hinders nobody`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        let old = try place.bytes(place.crl)
        // The value is never committed, which is all that a crash is.
        _ = try StagedFile(replacing: place.crl, with: Array("half a list".utf8), mode: 0o644)
        #expect(try place.bytes(place.crl) == old)
        #expect(FileManager.default.fileExists(atPath: place.crl + ".new"))
        _ = try await registry.deactivate(.pump)
        #expect(try place.list().entries.count == 1)
        #expect(!FileManager.default.fileExists(atPath: place.crl + ".new"))
    }

    @Test func `the mode is what was asked for, whatever the file's was`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let path = place.folder + "/file"
        for mode: UInt32 in [0o600, 0o644, 0o666] {
            try StagedFile(replacing: path, with: [1], mode: mode).commit()
            #expect(try place.mode(path) == Int(mode))
        }
    }

    @Test func `a link in the place of the staged file is not followed`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let target = place.folder + "/target"
        try Data("precious".utf8).write(to: URL(filePath: target))
        try FileManager.default.createSymbolicLink(atPath: place.folder + "/file.new", withDestinationPath: target)
        try StagedFile(replacing: place.folder + "/file", with: [1], mode: 0o644).commit()
        #expect(try place.bytes(place.folder + "/file") == [1])
        #expect(try place.bytes(target) == Array("precious".utf8))
    }

    @Test func `a folder that is not there is named, with a way out`() throws {
        let error = try #require(throws: OperatorError.self) {
            _ = try StagedFile(replacing: "/nowhere/at/all.crl", with: [], mode: 0o644)
        }
        #expect(error.attempted == "write /nowhere/at/all.crl")
        #expect(error.reason.contains("No such file or directory"))
    }
}
