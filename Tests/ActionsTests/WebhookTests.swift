import Actions
import CEL
import Domain
import Foundation
import JSON
import Response
import Testing
import Transport

@Suite struct WebhookTests {
    private func answered(_ head: String) async throws -> (AttemptResult, TinyServer) {
        let server = TinyServer(head.isEmpty ? "" : "HTTP/1.1 \(head)\r\nContent-Length: 0\r\n\r\n")
        defer { server.stop() }
        return (try await WebhookBench(url: server.url).result(), server)
    }

    @Test(arguments: ["200 OK", "202 Accepted", "204 No Content"])
    func `its word is success`(_ head: String) async throws {
        let (result, _) = try await answered(head)
        let completion = try result.get()
        #expect(completion.certainty == .confirmed)
        #expect(completion.evidence.contains(head.prefix(3)))
    }

    @Test(arguments: ["400 Bad Request", "401 Unauthorized", "404 Not Found", "410 Gone", "302 Found\r\nLocation: /x"])
    func `its refusal is final`(_ head: String) async throws {
        let (result, server) = try await answered(head)
        guard case .failure(.permanent(let error)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.reason.contains(head.prefix(3)))
        #expect(server.requests.count == 1)
    }

    @Test func `too many requests is no effect, and its wish is kept`() async throws {
        let (result, _) = try await answered("429 Too Many Requests\r\nRetry-After: 7")
        guard case .failure(.transient(_, let retryAfter, true)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(retryAfter == .seconds(7))
    }

    @Test(arguments: ["500 Oops", "502 Bad Gateway", "504 Gateway Timeout", "408 Request Timeout"])
    func `after its own failure nobody knows`(_ head: String) async throws {
        let (result, _) = try await answered(head)
        guard case .failure(.unknownOutcome) = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test func `a receiver that is closed for a while says for how long`() async throws {
        let (result, _) = try await answered("503 Unavailable\r\nRetry-After: 120")
        guard case .failure(.unknownOutcome(_, let retryAfter)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(retryAfter == .seconds(120))
    }

    @Test(arguments: ["soon", "Wed, 21 Oct 2015 07:28:00 GMT", "", "1.5", "99999999999999999999"])
    func `a wish that cannot be read is none`(_ wish: String) async throws {
        let (result, _) = try await answered("429 Too Many Requests\r\nRetry-After: \(wish)")
        guard case .failure(.transient(_, let retryAfter, true)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(retryAfter == nil)
    }

    @Test func `a connection that ends without a word leaves a doubt`() async throws {
        let (result, server) = try await answered("")
        guard case .failure(.unknownOutcome) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(server.requests.count == 1)
    }

    @Test func `where nobody listens nothing was sent`() async throws {
        let result = try await WebhookBench(url: "http://127.0.0.1:\(TinyServer.freePort())/").result()
        guard case .failure(.transient(let error, _, _)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error.attempted.contains("soc"))
        #expect(!error.remedy.isEmpty)
    }

    @Test func `an address may be of either kind`() async throws {
        let result = try await WebhookBench(url: "http://[::1]:\(TinyServer.freePort())/").result()
        guard case .failure(.transient(let error, _, _)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(!error.reason.contains("cannot be parsed"))
    }

    @Test func `what arrives is the rendered request, signed under the step's key`() async throws {
        let (_, server) = try await answered("200 OK")
        let request = try #require(server.requests.first)
        let head = try #require(request.components(separatedBy: "\r\n\r\n").first)
        let body = try #require(request.components(separatedBy: "\r\n\r\n").last)
        let rendered = try Rehearsal.request(WebhookBench.step)
        let id = try #require(rendered["webhook-id"])
        #expect(body == rendered["body"])
        let signed = try #require(
            StandardWebhook.headers(id: id, body: Array(body.utf8), secret: WebhookBench.secret, at: Rehearsal.now)
        )
        for field in signed {
            #expect(head.lowercased().contains("\(field.name.lowercased()): \(field.value.lowercased())"))
        }
        #expect(head.hasPrefix("POST /hook HTTP/1.1"))
    }
}
