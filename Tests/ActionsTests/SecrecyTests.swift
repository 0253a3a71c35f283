import Actions
import Domain
import Response
import Testing

@Suite struct SecrecyTests {
    private static let canary = "c2VjcmV0LWNhbmFyeS1kby1ub3Qtc2hvdw"

    private func expectSilence(_ text: String, _ what: Comment) {
        #expect(!text.contains(Self.canary), what)
        #expect(!text.contains("canary"), what)
    }

    private func bench(_ url: String, secret: String = canary) -> WebhookBench {
        WebhookBench(url: url, secret: Secret("whsec_\(secret)"))
    }

    @Test func `a connection does not show its secret, however it is printed`() {
        let connection = bench("https://soc.example/").connection
        expectSilence("\(connection)", "described")
        expectSilence(String(reflecting: connection), "reflected")
        var text = ""
        dump(connection, to: &text)
        expectSilence(text, "dumped")
        dump(Connections(webhooks: ["soc": connection]), to: &text)
        expectSilence(text, "dumped with the others")
    }

    @Test func `no error shows it`() async throws {
        let port = TinyServer.freePort()
        let broken = TinyServer("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n")
        defer { broken.stop() }
        let results = [
            try await bench("http://127.0.0.1:\(port)/").result(),
            try await bench(broken.url).result(),
            try await bench("http://127.0.0.1:\(port)/", secret: "canary is not base64!").result(),
            try await bench("nonsense").result(),
        ]
        for result in results {
            guard case .failure(let failure) = result else {
                Issue.record("\(result)")
                continue
            }
            expectSilence("\(failure) \(failure.error)", "in an error")
        }
    }

    @Test func `no request holds it: a request names the connection`() throws {
        let request = try Rehearsal.request("- {id: tell, action: webhook.send, with: {connection: soc, text: hello}}")
        #expect(request.connection == "soc")
        expectSilence(request.printed, "rendered")
    }

    @Test func `a URL's own secrets are not in errors either`() async throws {
        let port = TinyServer.freePort()
        let result = try await bench("http://127.0.0.1:\(port)/hooks/canary?token=canary").result()
        guard case .failure(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        expectSilence("\(failure.error)", "in an error")
    }
}
