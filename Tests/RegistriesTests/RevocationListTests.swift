import Domain
import Foundation
import Registries
import Testing

@Suite struct RevocationListTests {
    static let issuer: [UInt8] = [0x30, 0x00]

    static func list(entries: [SerialNumber: RevocationList.Entry] = [:], at now: Instant = .now) -> RevocationList {
        RevocationList(
            issuer: issuer,
            authorityKey: [1, 2, 3],
            number: SerialNumber(200),
            thisUpdate: now,
            nextUpdate: now + .days(7),
            entries: entries
        )
    }

    static func entry(_ reason: RevocationList.Reason, at now: Instant = .now) -> RevocationList.Entry {
        RevocationList.Entry(revokedAt: now, reason: reason)
    }

    @Test func `what is written is read back, whatever the reason`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let authority = try place.files.load()
        var entries = [SerialNumber(magnitude: [0x80, 0x01]): Self.entry(.hold)]
        for reason in RevocationReason.allCases {
            entries[SerialNumber(magnitude: [0x7F, UInt8(reason.rawValue)])] = Self.entry(.revoked(reason))
        }
        for list in [Self.list(), Self.list(entries: entries)] {
            #expect(try SignedRevocationList(der: authority.sign(list)).list == list)
        }
    }

    @Test(arguments: [
        (-1, 59, 59, "491231235959Z"), (0, 0, 0, "20500101000000Z"), (24 * 59, 0, 0, "20500229"),
        (0, 0, 1, "20500101000001Z"),
    ])
    func `years through 2049 are a UTCTime, later ones a GeneralizedTime`(
        _ hours: Int,
        _ minutes: Int,
        _ seconds: Int,
        _ text: String
    ) throws {
        let place = try Workplace()
        defer { place.remove() }
        let authority = try place.files.load()
        let newYear2050 = Instant(millisecondsSinceEpoch: 2_524_608_000_000)
        let time = newYear2050 + .seconds(hours * 3_600 + minutes * 60 + seconds)
        let der = try authority.sign(Self.list(at: time))
        if text.count > 8 { #expect(String(decoding: der, as: UTF8.self).contains(text)) }
        #expect(try SignedRevocationList(der: der).list.thisUpdate == time)
    }

    @Test func `openssl reads the list as we wrote it`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump, .valve)
        let empty = try run(
            "openssl",
            ["crl", "-in", place.crl, "-noout", "-text", "-CAfile", place.files.certificate]
        )
        #expect(empty.output.contains("verify OK") && empty.output.contains("No Revoked Certificates"))
        _ = try await registry.deactivate(.pump)
        _ = try await registry.revoke(.valve, reason: .keyCompromise)
        let full = try run("openssl", ["crl", "-in", place.crl, "-noout", "-text", "-CAfile", place.files.certificate])
        for part in [
            "verify OK", "Version 2 (0x1)", "X509v3 CRL Number: \n                3", "Certificate Hold",
            "Key Compromise", "X509v3 Authority Key Identifier", "Issuer: CN = Test CA",
        ] {
            #expect(full.output.contains(part), "\(part) is not in \(full.output)")
        }
    }

    @Test func `openssl accepts the active, refuses the held, accepts it again, and refuses the revoked for good`()
        async throws
    {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        #expect(try place.verification(of: "pump-1").status == 0)
        _ = try await registry.deactivate(.pump)
        #expect(try place.verification(of: "pump-1").output.contains("certificate revoked"))
        _ = try await registry.reactivate(.pump)
        #expect(try place.verification(of: "pump-1").status == 0)
        _ = try await registry.revoke(.pump, reason: .keyCompromise)
        #expect(try place.verification(of: "pump-1").output.contains("certificate revoked"))
        #expect(try await registry.reactivate(.pump) == [])
        #expect(try place.verification(of: "pump-1").output.contains("certificate revoked"))
    }

    /// Mosquitto keeps the lists that it has loaded, and OpenSSL takes the one with the latest `thisUpdate`; of two
    /// that have the same it takes the first that it finds.
    @Test func `of two lists made in the same second, openssl takes the later`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        let old = try place.bytes(place.crl)
        _ = try await registry.deactivate(.pump)
        let new = try place.bytes(place.crl)
        for (index, both) in [old + new, new + old].enumerated() {
            let path = "\(place.folder)/both-\(index).pem"
            try Data(both).write(to: URL(filePath: path))
            let arguments = ["verify", "-crl_check", "-CAfile", place.files.certificate, "-CRLfile", path]
            let outcome = try run("openssl", arguments + ["\(place.folder)/pump-1.crt"])
            #expect(outcome.output.contains("certificate revoked"), "\(outcome.output)")
        }
    }

    @Test func `a list that would be dated in the future is not written`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        let before = try place.bytes(place.crl)
        // The first is dated an hour back: now no second is left, as if thousands had been made.
        place.clock.advance(by: .seconds(-3_600))
        let failure = await #expect(throws: ActionFailure.self) { _ = try await registry.deactivate(.pump) }
        #expect(failure?.error.reason.contains("dated in the future") == true)
        #expect(try place.bytes(place.crl) == before)
        place.clock.advance(by: .seconds(1))
        #expect(try await registry.deactivate(.pump).count == 1)
        #expect(try place.list().thisUpdate == place.clock.now)
    }

    @Test func `a clock that was wrong and is right again does not keep a device from being held`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        place.clock.advance(by: .days(30))
        try await registry.writeCRL()
        place.clock.advance(by: .days(-30))
        _ = try await registry.deactivate(.pump)
        #expect(try place.list().number == SerialNumber(3))
        #expect(try place.verification(of: "pump-1").output.contains("certificate revoked"))
    }

    @Test func `no bit of a list can be changed unnoticed`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let authority = try place.files.load()
        let list = RevocationList(
            issuer: try await issuer(of: place),
            authorityKey: [1],
            number: SerialNumber(1),
            thisUpdate: place.clock.now,
            nextUpdate: place.clock.now + .days(7),
            entries: [SerialNumber(magnitude: [7]): Self.entry(.hold)]
        )
        let der = try authority.sign(list)
        #expect(try authority.hasSigned(SignedRevocationList(der: der)))
        for index in der.indices {
            for bit in 0..<8 {
                var changed = der
                changed[index] ^= 1 << UInt8(bit)
                let isAccepted = (try? SignedRevocationList(der: changed)).map(authority.hasSigned) ?? false
                #expect(!isAccepted, "bit \(bit) of byte \(index)")
            }
        }
        for count in der.indices {
            #expect(throws: CRLRefused.self) { try SignedRevocationList(der: Array(der.prefix(count))) }
        }
    }

    /// The name under which the CA signs, as a list of its own says it.
    private func issuer(of place: Workplace) async throws -> [UInt8] {
        try await place.registry().writeCRL()
        return try place.list().issuer
    }
}
