import SwiftASN1

/// One extension of a CRL or of an entry of it.
struct ListExtension {
    let identifier: ASN1ObjectIdentifier
    let isCritical: Bool
    /// DER.
    let value: ArraySlice<UInt8>

    init(
        _ identifier: ASN1ObjectIdentifier,
        isCritical: Bool = false,
        _ value: (inout DER.Serializer) throws -> Void
    )
        rethrows
    {
        var coder = DER.Serializer()
        try value(&coder)
        self.identifier = identifier
        self.isCritical = isCritical
        self.value = coder.serializedBytes[...]
    }

    func serialize(into coder: inout DER.Serializer) throws {
        try coder.appendConstructedNode(identifier: .sequence) { coder in
            try coder.serialize(identifier)
            if isCritical { try coder.serialize(true) }
            try coder.serialize(ASN1OctetString(contentBytes: value))
        }
    }

    init(derEncoded node: ASN1Node) throws {
        self = try DER.sequence(node, identifier: .sequence) { fields in
            let identifier = try ASN1ObjectIdentifier(derEncoded: &fields)
            let isCritical = try DER.decodeDefault(&fields, defaultValue: false)
            let value = try ASN1OctetString(derEncoded: &fields)
            return Self(identifier: identifier, isCritical: isCritical, value: value.bytes)
        }
    }

    private init(identifier: ASN1ObjectIdentifier, isCritical: Bool, value: ArraySlice<UInt8>) {
        self.identifier = identifier
        self.isCritical = isCritical
        self.value = value
    }

    /// The extensions of a list or an entry. Refuses one that is there twice, and a critical one beyond `known`.
    static func all(in node: ASN1Node, known: Set<ASN1ObjectIdentifier>) throws -> [ASN1ObjectIdentifier: Self] {
        try DER.sequence(node, identifier: .sequence) { nodes in
            var found: [ASN1ObjectIdentifier: Self] = [:]
            while let node = nodes.next() {
                let one = try Self(derEncoded: node)
                if one.isCritical, !known.contains(one.identifier) {
                    throw CRLRefused.criticalExtension("\(one.identifier)")
                }
                guard found.updateValue(one, forKey: one.identifier) == nil else {
                    throw CRLRefused.malformed("the extension \(one.identifier) is there twice")
                }
            }
            guard !found.isEmpty else { throw CRLRefused.malformed("a list of extensions is empty") }
            return found
        }
    }
}

extension ASN1ObjectIdentifier {
    static let crlNumber: Self = [2, 5, 29, 20]
    static let crlReason: Self = [2, 5, 29, 21]
    static let invalidityDate: Self = [2, 5, 29, 24]
    static let authorityKeyIdentifier: Self = [2, 5, 29, 35]
    static let ecdsaWithSHA256: Self = [1, 2, 840, 10_045, 4, 3, 2]
}
