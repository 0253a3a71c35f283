import Domain
import SwiftASN1

/// Reads the signed part of a CRL (`TBSCertList`).
struct RevocationListReader {
    let list: RevocationList
    /// DER of the `AlgorithmIdentifier`.
    let algorithm: ArraySlice<UInt8>

    init(derEncoded node: ASN1Node) throws {
        self = try DER.sequence(node, identifier: .sequence) { fields in
            guard let version = fields.next(), version.identifier == .integer, try Int(derEncoded: version) == 1 else {
                throw CRLRefused.malformed("it does not say that it is version 2")
            }
            guard let algorithm = fields.next(), let issuer = fields.next(), let thisUpdate = fields.next() else {
                throw CRLRefused.malformed("it has no issuer or no date")
            }
            try Self.checkName(issuer)
            let issuedAt = try CalendarTime.instant(of: thisUpdate)
            let nextUpdate = try Self.next(&fields, where: \.isTime).map(CalendarTime.instant)
            let entries = Self.next(&fields) { $0.identifier == .sequence }
            let extensions = try Self.extensions(&fields)
            return Self(
                list: RevocationList(
                    issuer: Array(issuer.encodedBytes),
                    authorityKey: try extensions[.authorityKeyIdentifier].flatMap(Self.authorityKey),
                    number: try extensions[.crlNumber].map(Self.number),
                    thisUpdate: issuedAt,
                    nextUpdate: nextUpdate,
                    entries: try entries.map(Self.entries) ?? [:]
                ),
                algorithm: algorithm.encodedBytes
            )
        }
    }

    private init(list: RevocationList, algorithm: ArraySlice<UInt8>) {
        self.list = list
        self.algorithm = algorithm
    }

    /// The next field where it is of the kind that is asked for; else it is left for the next question.
    private static func next(
        _ fields: inout ASN1NodeCollection.Iterator,
        where isWanted: (ASN1Node) -> Bool
    ) -> ASN1Node? {
        var ahead = fields
        guard let node = ahead.next(), isWanted(node) else { return nil }
        fields = ahead
        return node
    }

    /// A name is compared as bytes, never printed; but text that is not what its tag says is no name.
    private static func checkName(_ name: ASN1Node) throws {
        try DER.sequence(name, identifier: .sequence) { parts in
            while let part = parts.next() {
                try DER.set(part, identifier: .set) { attributes in
                    while let attribute = attributes.next() { try checkAttribute(attribute) }
                }
            }
        }
    }

    private static func checkAttribute(_ attribute: ASN1Node) throws {
        try DER.sequence(attribute, identifier: .sequence) { fields in
            _ = try ASN1ObjectIdentifier(derEncoded: &fields)
            guard let value = fields.next() else { throw CRLRefused.malformed("part of the issuer has no value") }
            if value.identifier == .printableString { _ = try ASN1PrintableString(derEncoded: value) }
        }
    }

    private static func extensions(
        _ fields: inout ASN1NodeCollection.Iterator
    ) throws -> [ASN1ObjectIdentifier: ListExtension] {
        try DER.optionalExplicitlyTagged(&fields, tagNumber: 0, tagClass: .contextSpecific) { node in
            try ListExtension.all(in: node, known: [.crlNumber, .authorityKeyIdentifier])
        } ?? [:]
    }

    private static func number(_ one: ListExtension) throws -> SerialNumber {
        let magnitude = try ArraySlice<UInt8>(derEncoded: DER.parse(one.value))
        guard magnitude.count <= 20 else { throw CRLRefused.malformed("its number has more than 20 bytes") }
        return SerialNumber(magnitude: magnitude)
    }

    private static func authorityKey(_ one: ListExtension) throws -> [UInt8]? {
        let keyIdentifier = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        return try DER.sequence(DER.parse(one.value), identifier: .sequence) { fields in
            let key = next(&fields) { $0.identifier == keyIdentifier }
            while fields.next() != nil {}
            return try key.map { Array(try ASN1OctetString(derEncoded: $0, withIdentifier: keyIdentifier).bytes) }
        }
    }

    private static func entries(_ node: ASN1Node) throws -> [SerialNumber: RevocationList.Entry] {
        try DER.sequence(node, identifier: .sequence) { nodes in
            var found: [SerialNumber: RevocationList.Entry] = [:]
            while let node = nodes.next() {
                let (serial, entry) = try entry(node)
                found[serial] = entry
            }
            guard !found.isEmpty else {
                throw CRLRefused.malformed("its list of certificates is empty, where it must be absent")
            }
            return found
        }
    }

    private static func entry(_ node: ASN1Node) throws -> (SerialNumber, RevocationList.Entry) {
        try DER.sequence(node, identifier: .sequence) { fields in
            let serial = SerialNumber(magnitude: try ArraySlice<UInt8>(derEncoded: &fields))
            guard let date = fields.next() else { throw CRLRefused.malformed("an entry has no date") }
            let extensions = try fields.next().map { node in
                try ListExtension.all(in: node, known: [.crlReason, .invalidityDate])
            }
            if let invalidity = extensions?[.invalidityDate] {
                _ = try CalendarTime.generalized(DER.parse(invalidity.value))
            }
            let code = try extensions?[.crlReason].map { reason in
                try Int(derEncoded: DER.parse(reason.value), withIdentifier: .enumerated)
            }
            let revokedAt = try CalendarTime.instant(of: date)
            return (serial, RevocationList.Entry(revokedAt: revokedAt, reason: .init(code: code ?? 0)))
        }
    }
}

extension ASN1Node {
    fileprivate var isTime: Bool { identifier == .utcTime || identifier == .generalizedTime }
}
