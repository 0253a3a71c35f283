import Domain
import Foundation
import Registries
import Testing

/// A database that is gone, or an old copy of it.
@Suite struct LostRegistryTests {
    /// A reading found it: an empty list took the place of the one that named what was revoked.
    @Test func `a list that is later than the database knows of is not replaced until somebody moves it away`()
        async throws
    {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        _ = try await registry.revoke(.pump, reason: .keyCompromise)
        let list = try place.bytes(place.crl)
        try FileManager.default.removeItem(atPath: place.folder + "/registry.db")

        // Also where all else is gone, and nothing but the list says that there was one.
        #expect(throws: OperatorError.self) { try place.registry() }
        try Data().write(to: URL(filePath: place.folder + "/registry.db"))
        let begunAnew = try place.registry()
        let error = await #expect(throws: OperatorError.self) { try await begunAnew.writeCRL() }
        let known = "CRL 2 is there, and the registry's database knows of none after 0"
        #expect(error?.reason.hasPrefix(known) == true, "\(String(describing: error))")
        #expect(error?.remedy.contains("move the CRL file away") == true)
        await #expect(throws: ActionFailure.self) { try await begunAnew.refreshCRL() }
        #expect(try place.bytes(place.crl) == list)

        try FileManager.default.moveItem(atPath: place.crl, toPath: place.crl + ".old")
        try await begunAnew.writeCRL()
        #expect(try place.list().number == SerialNumber(1))
    }

    @Test func `a revocation by an old copy of the database is not called done`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let database = place.folder + "/registry.db"
        let registry = try await place.stockedRegistry(with: .pump, .valve)
        let backup = try place.bytes(database)
        _ = try await registry.revoke(.pump, reason: .keyCompromise)
        let list = try place.bytes(place.crl)
        try FileManager.default.removeItem(atPath: database)
        try Data(backup).write(to: URL(filePath: database))

        let restored = try place.registry()
        await #expect(throws: ActionFailure.self) { _ = try await restored.revoke(.valve, reason: .keyCompromise) }
        #expect(try place.bytes(place.crl) == list, "pump-1 is on it")
    }

    @Test func `what is no list of this CA says nothing of the database, and is replaced`() async throws {
        let (place, other) = (try Workplace(), try Workplace())
        defer {
            place.remove()
            other.remove()
        }
        let registry = try place.registry()
        for _ in 1...3 { try await other.registry().writeCRL() }
        let ofAnother = try other.bytes(other.crl)
        for bytes in [ofAnother, Array("no list".utf8), []] {
            try Data(bytes).write(to: URL(filePath: place.crl))
            try await registry.writeCRL()
        }
        #expect(try place.list().number == SerialNumber(3))
    }

    @Test func `a database that is gone is not made anew where it may not be`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let database = place.folder + "/registry.db"
        let error = try #require(throws: OperatorError.self) {
            _ = try BuiltInRegistry(place.configuration(), place.surroundings, mayCreate: false)
        }
        #expect(error.reason.hasPrefix("the file is not there"), "\(error)")
        #expect(!FileManager.default.fileExists(atPath: database))
        // The way out where a new one is meant.
        #expect(FileManager.default.createFile(atPath: database, contents: Data()))
        _ = try BuiltInRegistry(place.configuration(), place.surroundings, mayCreate: false)
    }

    @Test(arguments: [(0, 1), (1, 2), (255, 256), (65_791, 65_792), (256, .max)] as [(Int64, Int64)])
    func `numbers of lists are compared by value`(_ low: Int64, _ high: Int64) {
        #expect(SerialNumber(low) < SerialNumber(high) && !(SerialNumber(high) < SerialNumber(low)))
        #expect(!(SerialNumber(low) < SerialNumber(low)))
    }
}
