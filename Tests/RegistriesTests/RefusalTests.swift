import Domain
import Foundation
import Ports
import Registries
import Testing

/// What is said to be refused is what the file says, not what was recorded.
@Suite struct RefusalTests {
    @Test func `it names each certificate, the list and the reason`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump, brokers: [place.deafBroker()])
        let serial = try #require(try await registry.certificates(of: .pump).first?.serial)
        let before = try await registry.refusal(of: .pump)
        #expect(!before.isRefused)
        #expect(before.evidence == ["certificate \(serial) is not on CRL 1 in \(place.crl)"])
        _ = try await registry.deactivate(.pump)
        let after = try await registry.refusal(of: .pump)
        #expect(after.isRefused)
        #expect(after.evidence.count == 1 && after.evidence[0].contains("is on CRL 2 in \(place.crl) since 20"))
        #expect(after.evidence[0].hasSuffix("(certificateHold)"))
    }

    /// A reading found it: a device was called contained whose broker went on with the list of before.
    @Test func `a list that no broker is told of proves nothing, and that is said`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        _ = try await registry.deactivate(.pump)
        let refusal = try await registry.refusal(of: .pump)
        #expect(!refusal.isRefused)
        #expect(refusal.evidence.last == "no broker was told to read the list: 'broker_pid_files' names none")
    }

    @Test func `a device without a certificate, or not recorded, is not proven refused`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        #expect(try await !registry.refusal(of: .pump).isRefused)
    }

    @Test func `one file of two is no proof`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump, brokers: [place.deafBroker()])
        let empty = try place.bytes(place.crl)
        _ = try await registry.deactivate(.pump)
        let other = place.folder + "/other.crl"
        try Data(empty).write(to: URL(filePath: other))
        let refusal = try await place.registry(brokers: [place.deafBroker()], crlFiles: [place.crl, other]).refusal(
            of: .pump
        )
        #expect(!refusal.isRefused)
        #expect(refusal.evidence.contains("CRL 1 in \(other) is stale: the newest that was made is 2"))
    }

    /// A reading found that a CRL of one day expired before it was renewed.
    @Test(arguments: [(1, 6), (2, 12), (7, 24), (30, 24)])
    func `a list is renewed daily, and four times in its validity`(days: Int, hours: Int) throws {
        let place = try Workplace()
        defer { place.remove() }
        var configuration = place.configuration()
        configuration.crlValidity = .days(days)
        let registry = try BuiltInRegistry(configuration, place.surroundings)
        #expect(registry.crlRenewalInterval == .seconds(hours * 3_600))
    }

    @Test func `an expired list is told, and proves nothing of those that are not on it`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump, .valve, brokers: [place.deafBroker()])
        _ = try await registry.deactivate(.pump)
        place.clock.advance(by: .days(8))
        let pump = try await registry.refusal(of: .pump)
        let valve = try await registry.refusal(of: .valve)
        #expect(pump.isRefused && !valve.isRefused)
        #expect(valve.evidence.contains { $0.contains("expired at") && $0.contains("refuse every client") })
        try await registry.refreshCRL()
        #expect(try await registry.refusal(of: .valve).evidence.count == 1)
    }

    @Test func `an expired certificate is refused, and leaves the list a day later`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump, brokers: [place.deafBroker()])
        _ = try await registry.deactivate(.pump)
        place.clock.advance(by: .days(365) + .seconds(60))
        try await registry.writeCRL()
        #expect(try place.list().entries.count == 1)
        place.clock.advance(by: .days(1))
        try await registry.writeCRL()
        #expect(try place.list().entries.isEmpty)
        let refusal = try await registry.refusal(of: .pump)
        #expect(refusal.isRefused && refusal.evidence[0].contains("expired at"))
    }

    @Test func `a list that is missing, broken or signed by another CA is an error, not an answer`() async throws {
        let place = try Workplace()
        let other = try Workplace()
        defer {
            place.remove()
            other.remove()
        }
        let registry = try await place.stockedRegistry(with: .pump, brokers: [place.deafBroker()])
        _ = try await registry.deactivate(.pump)
        _ = try await other.stockedRegistry(with: .pump)
        for bytes in [nil, [], Array("-----BEGIN X509 CRL-----\n".utf8), try other.bytes(other.crl)] {
            try FileManager.default.removeItem(atPath: place.crl)
            if let bytes { try Data(bytes).write(to: URL(filePath: place.crl)) }
            await #expect(throws: OperatorError.self) { _ = try await registry.refusal(of: .pump) }
            try await registry.writeCRL()
        }
        #expect(try await registry.refusal(of: .pump).isRefused)
    }
}
