/// Why bytes are not a CRL that can be relied on.
package enum CRLRefused: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed(String)
    /// A critical extension that this reader does not know, by its object identifier: RFC 5280 forbids to use the list.
    case criticalExtension(String)
    /// The algorithm inside the signed part and the one beside it differ.
    case algorithmMismatch

    package var description: String {
        switch self {
        case .malformed(let detail): "it is not a CRL of RFC 5280: \(detail)"
        case .criticalExtension(let identifier): "it has the critical extension \(identifier), which is not understood"
        case .algorithmMismatch: "its two statements of the signature's algorithm differ"
        }
    }
}
