import Crypto
import Foundation

/// The receiver's side of Standard Webhooks 1.0.0, written from the specification and not with the sender's code.
package struct WebhookSignature: Sendable {
    /// How far a timestamp may lie from now, either way.
    private static let tolerance = 300.0

    private let key: SymmetricKey

    /// - Parameter secret: `whsec_` and base64, as the sender has it.
    /// - Throws: where it is not that.
    package init(secret: String) throws {
        let encoded = secret.trimmingCharacters(in: .whitespacesAndNewlines)
        guard encoded.hasPrefix("whsec_"), let bytes = Data(base64Encoded: String(encoded.dropFirst(6))) else {
            throw TestbedFailure("read the webhook's secret: it is not 'whsec_' and base64")
        }
        key = SymmetricKey(data: bytes)
    }

    /// Whether one of the signatures is ours over exactly these bytes, and the timestamp is of now.
    func verifies(id: String, timestamp: String, signatures: String, body: [UInt8]) -> Bool {
        guard let seconds = Double(timestamp), abs(Date.now.timeIntervalSince1970 - seconds) <= Self.tolerance else {
            return false
        }
        let signed = Data("\(id).\(timestamp).".utf8) + body
        return signatures.split(separator: " ").contains { entry in
            guard entry.hasPrefix("v1,"), let code = Data(base64Encoded: String(entry.dropFirst(3))) else {
                return false
            }
            return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: key)
        }
    }
}
