import Domain
import SwiftASN1

extension RevocationList {
    /// The signed part (`TBSCertList`) in DER, for a signature by ECDSA with SHA-256.
    func signedPart() throws -> [UInt8] {
        guard let authorityKey, let number, let nextUpdate else {
            preconditionFailure("a list of our own carries a key identifier, a number and a next update")
        }
        var coder = DER.Serializer()
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.serialize(1)  // version 2
            try Self.serializeAlgorithm(into: &coder)
            coder.serializeRawBytes(issuer)
            try CalendarTime(thisUpdate).serialize(into: &coder)
            try CalendarTime(nextUpdate).serialize(into: &coder)
            try serializeEntries(into: &coder)
            try coder.serialize(explicitlyTaggedWithTagNumber: 0, tagClass: .contextSpecific) { coder in
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    try Self.authorityKeyIdentifier(authorityKey).serialize(into: &coder)
                    try ListExtension(.crlNumber) { try $0.serialize(number.magnitude[...]) }.serialize(into: &coder)
                }
            }
        }
        return coder.serializedBytes
    }

    /// `CertificateList` in DER.
    static func assemble(signedPart: [UInt8], signature: [UInt8]) throws -> [UInt8] {
        var coder = DER.Serializer()
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            coder.serializeRawBytes(signedPart)
            try serializeAlgorithm(into: &coder)
            try coder.serialize(ASN1BitString(bytes: signature[...]))
        }
        return coder.serializedBytes
    }

    /// In the order of the serial numbers, so that the same state gives the same bytes. Absent where nothing is listed.
    private func serializeEntries(into coder: inout DER.Serializer) throws {
        guard !entries.isEmpty else { return }
        let ordered = entries.sorted { $0.key.magnitude.lexicographicallyPrecedes($1.key.magnitude) }
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            for (serial, entry) in ordered {
                try coder.appendConstructedNode(identifier: .sequence) { coder in
                    try coder.serialize(serial.magnitude[...])
                    try CalendarTime(entry.revokedAt).serialize(into: &coder)
                    try Self.serializeReason(entry.reason, into: &coder)
                }
            }
        }
    }

    /// The reason `unspecified` is said by leaving the extension out.
    private static func serializeReason(_ reason: Reason, into coder: inout DER.Serializer) throws {
        guard reason.code != 0 else { return }
        let one = ListExtension(.crlReason) { coder in
            coder.appendPrimitiveNode(identifier: .enumerated) { $0.append(UInt8(reason.code)) }
        }
        try coder.appendConstructedNode(identifier: .sequence) { try one.serialize(into: &$0) }
    }

    private static func authorityKeyIdentifier(_ key: [UInt8]) throws -> ListExtension {
        let keyIdentifier = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        return ListExtension(.authorityKeyIdentifier) { coder in
            coder.appendConstructedNode(identifier: .sequence) { coder in
                coder.appendPrimitiveNode(identifier: keyIdentifier) { $0.append(contentsOf: key) }
            }
        }
    }

    private static func serializeAlgorithm(into coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) {
            try $0.serialize(ASN1ObjectIdentifier.ecdsaWithSHA256)
        }
    }
}
