import Domain
import Foundation
import JSON
import Relays
import Testbed
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct SyslogScenarios {
    private let certificates: Certificates

    init() async throws { certificates = try await Certificates() }

    private func receiver(
        clients: Bool = false,
        as name: String = "server",
        _ manner: String = ""
    ) async throws -> (process: ChildProcess, port: Int) {
        let authority = clients ? certificates.path("ca.pem") : "-"
        let server = (certificates.path("\(name).pem"), certificates.path("\(name).key"))
        return try await Receivers.start("syslog_receiver", server.0, server.1, authority, manner)
    }

    private func delivery(_ port: Int, _ more: [String: String] = [:]) throws -> Delivery {
        let values = ["host": "127.0.0.1", "port": "\(port)", "ca": certificates.path("ca.pem")]
        return try Delivery(SyslogRelay.self, values.merging(more) { $1 })
    }

    @Test func `a strict receiver takes every frame, and both say farewell`() async throws {
        let (receiver, port) = try await receiver()
        let failure = try await delivery(port).result(Delivery.entries(250))
        #expect(failure == nil)
        try await eventually("the receiver is done") { receiver.output.lines.contains { $0.hasPrefix("ended TLSv1.") } }
        let messages = receiver.output.lines.filter { $0.hasPrefix("{") }
        #expect(messages.count == 250, "\(receiver.output.lines.suffix(3))")
        let first = try JSONDocument.parse(Array(try #require(messages.first).utf8))
        #expect(first["pri"].int == 13 * 8 + 4 && first["msgid"].string == "step.failed")
        #expect(first["parameters"]["detail"].string == #"Größe "x" \ [y] {"z": 1} ✓"#)
        #expect(first["message"].string?.hasSuffix(#"Größe "x" \ [y] {"z": 1} ✓"#) == true)
        try await receiver.kill()
    }

    @Test func `a receiver that ends without a farewell has read all; one that breaks the connection may not have`()
        async throws
    {
        let (curt, curtPort) = try await receiver("bad-farewell")
        #expect(try await delivery(curtPort).result(Delivery.entries(3)) == nil)
        try await curt.kill()
        let (broken, brokenPort) = try await receiver("reset")
        guard case .transient? = try await delivery(brokenPort).result(Delivery.entries(250)) else {
            Issue.record("a broken connection is no receipt")
            return
        }
        try await broken.kill()
    }

    @Test func `a certificate of another authority, or of another name, is not trusted`() async throws {
        let (receiver, port) = try await receiver()
        let stranger = try await Certificates()
        let wrongAuthority = try await delivery(port, ["ca": stranger.path("ca.pem")]).result(Delivery.entries(1))
        #expect(wrongAuthority?.error.reason.contains("CERTIFICATE_VERIFY_FAILED") == true, "\(wrongAuthority as Any)")
        let (other, otherPort) = try await self.receiver(as: "other")
        let wrongName = try await delivery(otherPort).result(Delivery.entries(1))
        #expect(wrongName != nil)
        #expect(!(receiver.output.lines + other.output.lines).contains { $0.hasPrefix("{") })
        try await receiver.kill()
        try await other.kill()
    }

    @Test func `a receiver that asks for a certificate gets ours, and refuses who has none`() async throws {
        let (receiver, port) = try await receiver(clients: true)
        #expect(try await delivery(port).result(Delivery.entries(1)) != nil)
        let ours = ["certificate": certificates.path("client.pem"), "key": certificates.path("client.key")]
        #expect(try await delivery(port, ours).result(Delivery.entries(1)) == nil)
        try await eventually("the receiver is done") { receiver.output.lines.contains { $0.hasPrefix("{") } }
        #expect(receiver.output.lines.filter { $0.hasPrefix("{") }.count == 1)
        try await receiver.kill()
    }

    @Test func `nobody there is a failure that may pass`() async throws {
        let (receiver, port) = try await receiver()
        try await receiver.kill()
        guard case .transient? = try await delivery(port).result(Delivery.entries(1)) else {
            Issue.record("a receiver may come back")
            return
        }
    }
}

/// An authority of one test, a server's certificate for 127.0.0.1 and a client's, by `openssl`.
private final class Certificates: Sendable {
    private let folder: TemporaryFolder

    init() async throws {
        folder = try TemporaryFolder()
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
        try await openssl("req -x509 \(key) -days 2 -subj /CN=Test-CA -keyout \(path("ca.key")) -out \(path("ca.pem"))")
        let all = [
            ("server", "subjectAltName=IP:127.0.0.1"), ("other", "subjectAltName=DNS:other.example"),
            ("client", "extendedKeyUsage=clientAuth"),
        ]
        for (name, extensions) in all {
            let file = path("\(name).ext")
            try extensions.write(toFile: file, atomically: true, encoding: .utf8)
            let (own, request) = (path("\(name).key"), path("\(name).csr"))
            try await openssl("req \(key) -subj /CN=\(name) -keyout \(own) -out \(request)")
            let signing = "-CA \(path("ca.pem")) -CAkey \(path("ca.key")) -CAcreateserial -days 2 -extfile \(file)"
            try await openssl("x509 -req -in \(request) \(signing) -out \(path("\(name).pem"))")
        }
    }

    deinit { folder.remove() }

    func path(_ name: String) -> String { folder.path(name) }

    private func openssl(_ arguments: String) async throws {
        let result = try await Command.run("/usr/bin/openssl", arguments.split(separator: " ").map(String.init))
        guard result.isSuccess else { throw TestbedFailure("openssl \(arguments): \(result.errors)") }
    }
}
