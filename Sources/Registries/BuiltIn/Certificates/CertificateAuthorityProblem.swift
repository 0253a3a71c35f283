/// Why a certificate and a key are not a CA's.
enum CertificateAuthorityProblem: Error, Hashable, CustomStringConvertible {
    case unreadable(String)
    case notAnAuthority
    case otherKey

    var description: String {
        switch self {
        case .unreadable(let detail): "it cannot be read: \(detail)"
        case .notAnAuthority: "it is not the certificate of a CA that may sign certificates and CRLs"
        case .otherKey: "the certificate and the key do not belong together"
        }
    }
}
