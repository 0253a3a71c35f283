package import Domain

/// What a certificate revocation list says.
///
/// - Shape: version 2 of RFC 5280, complete (no delta, no distribution points), one issuer.
/// - Units: times in whole seconds.
/// - Source: RFC 5280, section 5.
package struct RevocationList: Hashable, Sendable {
    /// Why a certificate is listed.
    package enum Reason: Hashable, Sendable {
        /// `certificateHold`: refused until a later list leaves it out.
        case hold
        case revoked(RevocationReason)
        /// A reason that this CA never gives: `removeFromCRL`, `aACompromise`.
        case other(code: Int)

        package var code: Int {
            switch self {
            case .hold: 6
            case .revoked(let reason): reason.rawValue
            case .other(let code): code
            }
        }

        package init(code: Int) {
            self = code == 6 ? .hold : RevocationReason(rawValue: code).map(Self.revoked) ?? .other(code: code)
        }
    }

    package struct Entry: Hashable, Sendable {
        package let revokedAt: Instant
        package let reason: Reason

        package init(revokedAt: Instant, reason: Reason) {
            self.revokedAt = revokedAt
            self.reason = reason
        }
    }

    /// The subject of the CA's certificate: its own DER bytes, copied, because receivers compare bytes.
    package let issuer: [UInt8]
    /// The CA's subject key identifier.
    package let authorityKey: [UInt8]?
    /// Strictly growing from list to list; `nil` in lists of others that carry none.
    package let number: SerialNumber?
    package let thisUpdate: Instant
    /// Receivers that load the list after this refuse everyone. `nil` in lists of others that carry none.
    package let nextUpdate: Instant?
    package let entries: [SerialNumber: Entry]

    package init(
        issuer: [UInt8],
        authorityKey: [UInt8]?,
        number: SerialNumber?,
        thisUpdate: Instant,
        nextUpdate: Instant?,
        entries: [SerialNumber: Entry]
    ) {
        self.issuer = issuer
        self.authorityKey = authorityKey
        self.number = number
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.entries = entries
    }
}

extension SerialNumber {
    /// A CRL's number has the same shape.
    package init(_ number: Int64) {
        self.init(magnitude: (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) })
    }

    /// A CRL's number as `openssl crl -crlnumber` and people write it; beyond 64 bits, where ours never are, in hex.
    var decimal: String {
        guard magnitude.count <= 8 else { return "0x\(self)" }
        return "\(magnitude.reduce(0 as UInt64) { $0 << 8 | UInt64($1) })"
    }
}
