/// One fresh TLS handshake with a broker, made by `openssl`, and what came of it.
///
/// TLS 1.2, in which the handshake ends only after the broker has judged the client's certificate. In TLS 1.3 the client
/// is done earlier and hears of a refusal afterwards, if it listens.
package enum TLSHandshake {
    package enum Outcome: Hashable, Sendable {
        case accepted
        /// The alert by which the broker refused, in OpenSSL's words, such as `certificate revoked`.
        case refused(alert: String)
        /// It failed without an alert of the broker; what OpenSSL said.
        case failed(String)
    }

    package static func attempt(
        port: UInt16,
        authority: String,
        certificate: String,
        key: String
    ) async throws -> Outcome {
        let arguments = [
            "s_client", "-connect", "127.0.0.1:\(port)", "-tls1_2", "-CAfile", authority, "-verify_return_error",
            "-cert", certificate, "-key", key,
        ]
        let result = try await Command.run("/usr/bin/openssl", arguments)
        if result.isSuccess { return .accepted }
        return alert(in: result.errors).map(Outcome.refused) ?? .failed(result.errors)
    }

    /// `…:error:0A000414:SSL routines:ssl3_read_bytes:sslv3 alert certificate revoked:…:SSL alert number 44`
    private static func alert(in text: String) -> String? {
        for field in text.split(whereSeparator: { $0 == ":" || $0.isNewline }) {
            guard let range = field.firstRange(of: "alert ") else { continue }
            return String(field[range.upperBound...])
        }
        return nil
    }
}
