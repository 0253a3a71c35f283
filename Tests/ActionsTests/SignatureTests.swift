import Actions
import CEL
import Domain
import Foundation
import JSON
import Testing
import Transport

@Suite struct SignatureTests {
    private static let suite = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/data/suites/standard-webhooks")

    private static let cases: [URL] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: suite.path())) ?? []
        return names.filter { $0.hasSuffix(".json") }.sorted().map { suite.appending(path: $0) }
    }()

    private func signature(_ id: String, _ seconds: Int64, _ body: String, _ secret: String) -> String? {
        StandardWebhook.headers(
            id: id,
            body: Array(body.utf8),
            secret: Secret(secret),
            at: Instant(millisecondsSinceEpoch: seconds * 1_000 + 999)
        )?.first { $0.name == "webhook-signature" }?.value
    }

    /// - Source: standard-webhooks/standard-webhooks, the vector that all its libraries share.
    @Test func `the vector of the specification`() throws {
        let headers = try #require(
            StandardWebhook.headers(
                id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
                body: Array(#"{"test": 2432232314}"#.utf8),
                secret: Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                at: Instant(millisecondsSinceEpoch: 1_614_265_330_000)
            )
        )
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(
            headers.map(\.value) == [
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ]
        )
    }

    @Test(.enabled(if: !cases.isEmpty, "the vectors are not here"), arguments: cases)
    func `a receiver that keeps the rule agrees`(_ file: URL) throws {
        let vector = try Vector(file)
        guard let id = vector.headers["webhook-id"], let sent = vector.headers["webhook-signature"],
            let seconds = vector.headers["webhook-timestamp"].flatMap({ Int64($0) })
        else { return #expect(!vector.isValid) }
        let own = signature(id, seconds, vector.body, vector.secret)
        let agrees = own.map { sent.split(separator: " ").contains(Substring($0)) } ?? false
        // What is old but rightly signed is the receiver's to refuse.
        let isOld = abs(vector.now - seconds) > 300
        #expect(agrees == vector.isValid || isOld)
    }

    @Test(arguments: ["", "whsec_", "whsec_not base64!", "whsec_%%%"])
    func `a secret that is none signs nothing`(_ secret: String) {
        #expect(signature("msg_1", 1, "{}", secret) == nil)
    }

    @Test func `a secret may come without its prefix and without its padding`() {
        let signatures = ["whsec_AQIDBA==", "AQIDBA==", "whsec_AQIDBA", "AQIDBA"].map {
            signature("msg_1", 1, "{}", $0)
        }
        #expect(signatures[0] != nil)
        #expect(Set(signatures).count == 1)
    }
}

/// One case of the suite.
private struct Vector {
    let secret: String
    let now: Int64
    let headers: [String: String]
    let body: String
    let isValid: Bool

    init(_ file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        guard case .map(let map) = try JSONText.parse(text), case .string(let secret)? = map["secret"],
            case .int(let now)? = map["now"], case .map(let headers)? = map["headers"],
            case .string(let body)? = map["body"], case .bool(let isValid)? = map["valid"]
        else { throw CocoaError(.fileReadCorruptFile) }
        self.secret = secret
        self.now = now
        self.body = body
        self.isValid = isValid
        var texts: [String: String] = [:]
        for entry in headers.entries {
            if case .string(let name) = entry.key, case .string(let value) = entry.value { texts[name] = value }
        }
        self.headers = texts
    }
}
