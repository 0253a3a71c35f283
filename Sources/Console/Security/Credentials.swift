import Foundation

/// The token of an `Authorization` header.
///
/// - Shape: `Bearer <token>`; or `Basic <base64>` with any user name and the token as the password, for senders such as
///   Amazon SNS that know nothing else.
struct Credentials {
    let token: String
    /// How the audit log says that the caller was recognised.
    let proof: String

    init?(header: String) {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch parts[0].lowercased() {
        case "bearer":
            token = String(parts[1])
            proof = "bearer-token"
        case "basic":
            guard let pair = Data(base64Encoded: String(parts[1])).flatMap({ String(data: $0, encoding: .utf8) }),
                let colon = pair.firstIndex(of: ":")
            else { return nil }
            token = String(pair[pair.index(after: colon)...])
            proof = "basic-password"
        default: return nil
        }
    }
}
