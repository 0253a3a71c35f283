import Domain
import Foundation
import Registries
import Testing

/// What root leaves in the folder of a service that has a user of its own.
@Suite(.enabled(if: geteuid() == 0, "only root may give a file away")) struct FilesOfRootTests {
    private func owner(of path: String) throws -> [UInt32] {
        var status = stat()
        let result = lstat(path, &status)
        try #require(result == 0, "\(path): \(String(cString: strerror(errno)))")
        return [status.st_uid, status.st_gid]
    }

    @Test func `what is made and replaced for a registry stays its owner's`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let given = chown(place.folder, 65_534, 65_534)
        try #require(given == 0)
        let registry = try await place.stockedRegistry(with: .pump)
        _ = try await registry.issueCertificate(to: .client(name: "cordon"), into: place.folder, of: .folder)
        for name in ["registry.db", "registry.db.lock", "broker.crl", "cordon.crt", "cordon.key"] {
            #expect(try owner(of: "\(place.folder)/\(name)") == [65_534, 65_534], "\(name)")
        }
        let moved = chown(place.crl, 1, 2)
        try #require(moved == 0)
        _ = try await registry.deactivate(.pump)
        #expect(try owner(of: place.crl) == [1, 2])
        #expect(try place.mode(place.crl) == 0o644)
    }

    // A reading found it: the key was given to whoever the folder belongs to that a person had named.
    @Test func `a certificate that is issued into somebody's folder, and its key, stay root's`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let given = chown(place.folder, 65_534, 65_534)
        try #require(given == 0)
        _ = try await place.stockedRegistry(with: .pump)
        for name in ["pump-1.crt", "pump-1.key"] {
            #expect(try owner(of: "\(place.folder)/\(name)") == [0, getegid()], "\(name)")
        }
        #expect(try place.mode("\(place.folder)/pump-1.key") == 0o600)
    }
}
