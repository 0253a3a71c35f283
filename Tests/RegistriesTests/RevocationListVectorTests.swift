import Foundation
import Registries
import Testing

/// Lists, good and broken, that other implementations use in their tests.
@Suite(.enabled(if: Vectors.areThere, "the vectors are not beside the repository, in ../shared/data/suites/crl"))
struct RevocationListVectorTests {
    @Test(arguments: Vectors.good) func `a good list is read, and is not taken for one of ours`(_ name: String) throws {
        let signed = try Vectors.read(name)
        #expect(signed.list.entries.isEmpty)
        #expect((signed.list.nextUpdate == nil) == (name == "crl_no_next_update.pem"))
        let place = try Workplace()
        defer { place.remove() }
        #expect(try !place.files.load().hasSigned(signed))
    }

    @Test(arguments: Vectors.bad) func `a broken list is refused for what is broken in it`(
        _ name: String,
        _ reason: String
    ) throws {
        let refused = try #require(throws: CRLRefused.self) { _ = try Vectors.read(name) }
        #expect(refused.description.contains(reason))
    }

    @Test func `every vector has its verdict`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Vectors.folder.path())
        #expect(Set(names) == Set(Vectors.good + Vectors.bad.map(\.0)))
    }
}

enum Vectors {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/data/suites/crl")

    static var areThere: Bool { FileManager.default.fileExists(atPath: folder.path()) }

    /// `invalid_signature_crl.pem` can be read: who signed it is asked later.
    static let good = [
        "crl_empty.pem", "crl_ian_aia_aki.pem", "crl_no_next_update.pem", "invalid_signature_crl.pem",
        "valid_signature_crl.pem",
    ]

    static let bad = [
        ("cdp_crl_issuer.pem", "it is a CERTIFICATE"),
        ("cdp_fullname_reasons_crl_issuer.pem", "it is a CERTIFICATE"),
        ("freshestcrl.pem", "it is a CERTIFICATE"),
        ("crl_idp_fullname_only.pem", "critical extension 2.5.29.28"),
        ("crl_idp_only_ca.pem", "critical extension 2.5.29.28"),
        ("crl_idp_reasons_only.pem", "critical extension 2.5.29.28"),
        ("crl_idp_relativename_only.pem", "critical extension 2.5.29.28"),
        ("crl_inner_outer_mismatch.der", "algorithm differ"),
        ("crl_inval_date_fractional_seconds.der", "version 2"),
        ("crl_invalid_time.der", "not a CRL"),
        ("crl_issuer_invalid_printable_string.der", "not a CRL"),
        ("crl_md2_unknown_crit_entry_ext.pem", "critical extension 1.2.3.4"),
    ]

    static func read(_ name: String) throws -> SignedRevocationList {
        let bytes = Array(try Data(contentsOf: folder.appending(path: name)))
        return name.hasSuffix(".der") ? try SignedRevocationList(der: bytes) : try SignedRevocationList(pem: bytes)
    }
}
