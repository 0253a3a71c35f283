/// Just enough of DER to find a certificate's key.
struct DER {
    private let bytes: ArraySlice<UInt8>

    private init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The SubjectPublicKeyInfo of an X.509 certificate; nil where there is none.
    ///
    /// - Source: RFC 5280, section 4.1: of `tbsCertificate` the key is the sixth field, not counting the version.
    static func publicKey(ofCertificate bytes: [UInt8]) -> [UInt8]? {
        guard let certificate = DER(bytes[...]).elements()?.first, let body = certificate.content.elements()?.first,
            let fields = body.content.elements()
        else { return nil }
        let isVersioned = fields.first?.tag == 0xA0
        let position = isVersioned ? 6 : 5
        guard fields.count > position, fields[position].tag == 0x30 else { return nil }
        return Array(fields[position].whole)
    }

    struct Element {
        let tag: UInt8
        let content: DER
        let whole: ArraySlice<UInt8>
    }

    /// What stands one after the other; nil where that is no DER.
    private func elements() -> [Element]? {
        var elements: [Element] = []
        var rest = bytes
        while !rest.isEmpty {
            guard let element = Self.element(&rest) else { return nil }
            elements.append(element)
        }
        return elements
    }

    private static func element(_ rest: inout ArraySlice<UInt8>) -> Element? {
        let all = rest
        guard let tag = rest.popFirst(), let first = rest.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let count = Int(first & 0x7F)
            guard (1...4).contains(count), rest.count >= count else { return nil }
            length = rest.prefix(count).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(count)
        }
        guard rest.count >= length else { return nil }
        let content = rest.prefix(length)
        rest = rest.dropFirst(length)
        return Element(tag: tag, content: DER(content), whole: all[all.startIndex..<content.endIndex])
    }
}
