package import Domain
import Foundation

/// The signature of Standard Webhooks 1.0.0, symmetric scheme `v1`.
///
/// - Shape: headers `webhook-id`, `webhook-timestamp` (whole seconds since 1970), `webhook-signature`
///   (`v1,` and base64 of HMAC-SHA-256 over `id.timestamp.body`).
/// - Source: standard-webhooks/standard-webhooks, spec/standard-webhooks.md.
package enum StandardWebhook {
    /// - Returns: `nil` where the secret is not base64, or empty.
    package static func headers(id: String, body: [UInt8], secret: Secret, at now: Instant) -> [HTTPField]? {
        let timestamp = "\(now.nanosecondsSinceEpoch / 1_000_000_000)"
        guard let key = key(secret) else { return nil }
        let message = Array("\(id).\(timestamp).".utf8) + body
        let signature = Data(Digest.authenticating(message, with: key).bytes).base64EncodedString()
        return [
            HTTPField("webhook-id", id), HTTPField("webhook-timestamp", timestamp),
            HTTPField("webhook-signature", "v1,\(signature)"),
        ]
    }

    /// With or without `whsec_`, with or without padding.
    private static func key(_ secret: Secret) -> [UInt8]? {
        secret.reveal { text in
            let encoded = text.hasPrefix("whsec_") ? String(text.dropFirst(6)) : copy text
            let padding = String(repeating: "=", count: (4 - encoded.utf8.count % 4) % 4)
            guard let key = Data(base64Encoded: encoded + padding), !key.isEmpty else { return nil }
            return [UInt8](key)
        }
    }
}
