import CommandLineTool
import Domain
import Foundation
import Logging
import Ports
import Registries
import TestKit
import Testing

/// A broker that reads an expired CRL refuses every device: a new one is there in good time.
@Suite(.timeLimit(.minutes(1))) struct RevocationListServiceTests {
    private let folder = TemporaryFolder()
    private let clock = VirtualSurroundings()
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// In a folder of its own.
    private var crl: String { "\(folder.path)/broker/devices.crl" }

    private func makeFolderOfCRL() throws {
        try FileManager.default.createDirectory(atPath: "\(folder.path)/broker", withIntermediateDirectories: true)
    }

    /// What a broker would read; nil where there is nothing.
    private func list() -> Data? { FileManager.default.contents(atPath: crl) }

    private func registry() throws -> BuiltInRegistry {
        let surroundings = RegistrySurroundings(
            now: { [clock] in clock.wallClock() },
            randomBytes: { [clock] in clock.randomBytes($0) }
        )
        let authority = CertificateAuthorityFiles(
            certificate: "\(folder.path)/ca.crt",
            key: "\(folder.path)/ca.key"
        )
        _ = try authority.create(named: "Test CA", validity: .seconds(3_650 * 86_400), surroundings)
        let configuration = BuiltInRegistryConfiguration(
            database: "\(folder.path)/registry.db",
            authority: authority,
            crlFiles: [crl]
        )
        return try BuiltInRegistry(configuration, surroundings)
    }

    /// Runs the service for as long as the body does.
    private func run(with registry: BuiltInRegistry, _ body: () async throws -> Void) async throws {
        let service = RevocationListService(registry: registry, surroundings: clock, logger: quiet)
        let task = Task { try await service.run() }
        defer { task.cancel() }
        try await body()
        task.cancel()
        try await task.value
    }

    /// Time passes, and the service has done by then what it does.
    private func pass(_ duration: Duration) async {
        clock.advance(by: duration)
        await clock.untilSomebodySleeps(until: clock.now() + .seconds(60))
    }

    @Test func `a CRL is written at the start, and anew each time that its interval is over`() async throws {
        try makeFolderOfCRL()
        let registry = try registry()
        try await run(with: registry) {
            await pass(.zero)
            let first = try #require(list())
            await pass(.seconds(60))
            #expect(list() == first)
            await pass(registry.crlRenewalInterval)
            let second = try #require(list())
            #expect(second != first)
            await pass(.seconds(60))
            #expect(list() == second)
        }
    }

    @Test func `a CRL that cannot be written is tried again a minute later`() async throws {
        try await run(with: registry()) {
            await pass(.zero)
            #expect(list() == nil)
            try makeFolderOfCRL()
            await pass(.seconds(60))
            #expect(list() != nil)
        }
    }

    /// A list is dated by the machine's clock, and so is the time at which it expires.
    @Test func `a clock that was set forward has the CRL written anew`() async throws {
        try makeFolderOfCRL()
        let registry = try registry()
        try await run(with: registry) {
            await pass(.zero)
            let first = try #require(list())
            clock.setClock(by: registry.crlRenewalInterval)
            await pass(.seconds(60))
            #expect(list() != first)
        }
    }
}
