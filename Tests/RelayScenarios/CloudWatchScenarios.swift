import CEL
import Domain
import JSON
import Ledger
import Relays
import Testbed
import Testing
import Transport

/// Against a server that speaks AWS's own protocol, from the models that AWS's library is made of.
@Suite(
    .serialized,
    .timeLimit(.minutes(2)),
    .enabled(if: Receivers.hasMoto, "moto is not installed: scripts/setup test")
)
struct CloudWatchScenarios {
    private static let credentials = """
        [default]
        aws_access_key_id = AKIDEXAMPLE
        aws_secret_access_key = \(Delivery.canary)
        """

    private func server() async throws -> (process: ChildProcess, url: String) {
        let url = "http://127.0.0.1:\(LoopbackPort.free())"
        let port = url.split(separator: ":").last.map(String.init) ?? ""
        let process = try await ChildProcess(Receivers.moto, ["-H", "127.0.0.1", "-p", port])
        let client = HTTPClient()
        defer { client.shutdown() }
        try await eventually("moto listens", within: .seconds(60)) {
            guard process.isRunning else { throw TestbedFailure("moto: \(process.errors.text)") }
            return (try? await client.send(HTTPRequest(url: url + "/moto-api/data.json")))?.status == 200
        }
        return (process, url)
    }

    private func delivery(_ url: String, creates: Bool, credentials: String = credentials) throws -> Delivery {
        let values = [
            "url": url, "region": "eu-central-1", "group": "cordon", "stream": "plant-7", "create": "\(creates)",
        ]
        return try Delivery(CloudWatchRelay.self, values, secrets: ["credentials_file": credentials])
    }

    /// Reads the stream back with another client's words: the plain API.
    private func events(_ url: String) async throws -> [(time: Int64, message: JSONDocument)] {
        let client = HTTPClient()
        defer { client.shutdown() }
        let body: Value = ["logGroupName": "cordon", "logStreamName": "plant-7", "startFromHead": true]
        let scope = "AKIDEXAMPLE/20260101/eu-central-1/logs/aws4_request"
        let response = try await client.send(
            HTTPRequest(
                method: "POST",
                url: url + "/",
                headers: [
                    HTTPField("content-type", "application/x-amz-json-1.1"),
                    HTTPField("x-amz-target", "Logs_20140328.GetLogEvents"),
                    HTTPField("authorization", "AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host, Signature=0"),
                ],
                body: JSONText.write(body)
            )
        )
        let document = try JSONDocument.parse(response.body)
        return try document["events"].items.map { event in
            (event["timestamp"].int ?? 0, try JSONDocument.parse(Array((event["message"].string ?? "").utf8)))
        }
    }

    @Test func `group and stream are made where that is asked for, and every event can be read back`() async throws {
        let (server, url) = try await server()
        let entries = Delivery.entries(200)
        #expect(try await delivery(url, creates: true).result(entries) == nil)
        let events = try await events(url)
        #expect(events.map(\.message.root).map { $0["sequence"].uint } == (0..<200).map { UInt64($0) })
        #expect(events.map(\.time) == entries.map(\.record.time.millisecondsSinceEpoch))
        #expect(events.first?.message["detail"].string == #"Größe "x" \ [y] {"z": 1} ✓"#)
        // And again, into what is there now.
        #expect(try await delivery(url, creates: true).result(Delivery.entries(1)) == nil)
        try await server.kill()
    }

    @Test func `a group that is not there waits for a person, where it is not to be made`() async throws {
        let (server, url) = try await server()
        guard case .refused(let error)? = try await delivery(url, creates: false).result(Delivery.entries(1)) else {
            Issue.record("nobody makes the group by waiting")
            return
        }
        #expect(error.reason.contains("ResourceNotFoundException"), "\(error)")
        #expect(!error.description.contains(Delivery.canary))
        try await server.kill()
    }

    @Test func `a file without credentials waits for a person`() async throws {
        let delivery = try delivery("http://127.0.0.1:9", creates: false, credentials: "[default]\n")
        guard case .refused? = await delivery.result(Delivery.entries(1)) else {
            Issue.record("there is nothing to sign with")
            return
        }
    }
}
