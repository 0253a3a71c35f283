import CEL
package import Domain
import Foundation
package import Transport

/// AWS Signature Version 4, for a POST to the root of a service, without a query.
///
/// libcurl signs, too, but only a body that it holds itself, and by a clock of its own: a body that is handed over piece by
/// piece would be signed as an empty one.
/// - Source: AWS General Reference, "Signature Version 4 signing process".
package struct AWSSignature: Sendable {
    private let service: String
    private let region: String

    package init(service: String, region: String) {
        self.service = service
        self.region = region
    }

    /// The headers with those that AWS asks for besides: all of them are signed, and `host` as libcurl sends it.
    package func signing(
        _ headers: [HTTPField],
        body: [UInt8],
        to url: String,
        by credentials: AWSCredentials,
        at now: Instant
    ) -> [HTTPField] {
        let time = Self.time(now)
        var headers = headers + [HTTPField("x-amz-date", time)]
        if let token = credentials.sessionToken?.reveal({ copy $0 }) {
            headers.append(HTTPField("x-amz-security-token", token))
        }
        let signed = (headers + [HTTPField("host", Self.host(of: url))]).sorted { $0.name < $1.name }
        let names = signed.map(\.name).joined(separator: ";")
        let lines = signed.map { "\($0.name):\($0.value)\n" }.joined()
        let request = "POST\n/\n\n\(lines)\n\(names)\n\(Digest(of: body))"
        let scope = "\(time.prefix(8))/\(region)/\(service)/aws4_request"
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n\(Digest(of: request.utf8))"
        let signature = Digest.authenticating(text.utf8, with: key(credentials, day: String(time.prefix(8))))
        let proof =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), SignedHeaders=\(names), Signature=\(signature)"
        return headers + [HTTPField("authorization", proof)]
    }

    private func key(_ credentials: AWSCredentials, day: String) -> [UInt8] {
        let secret = credentials.secretAccessKey.reveal { Array("AWS4\(copy $0)".utf8) }
        return [day, region, service, "aws4_request"].reduce(secret) { key, part in
            Digest.authenticating(part.utf8, with: key).bytes
        }
    }

    /// `20260203T040506Z`.
    private static func time(_ now: Instant) -> String {
        let seconds = now.nanosecondsSinceEpoch / 1_000_000_000
        let text = Timestamp(nanosecondsSinceEpoch: seconds * 1_000_000_000).description
        return text.filter { $0 != "-" && $0 != ":" }
    }

    /// With the port, where it is not the scheme's own.
    private static func host(of url: String) -> String {
        let parts = URLComponents(string: url)
        let standard = parts?.scheme == "http" ? 80 : 443
        let port = parts?.port.flatMap { $0 == standard ? nil : ":\($0)" } ?? ""
        return "\(parts?.host ?? "")\(port)"
    }
}
