import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct HTTPOverTLSTests {
    let certificates: TestCertificates

    init() throws { certificates = try TestCertificates() }

    @Test func `a server of an unknown authority is refused before anything is sent`() async throws {
        let (server, port) = try server()
        defer { server.kill() }
        let failure = await failureWhenSending(request(port, TLSFiles()))
        #expect(failure?.cause == .tls)
        #expect(failure?.isCertainlyWithoutEffect == true)
    }

    @Test func `a server of our authority is trusted`() async throws {
        let (server, port) = try server()
        defer { server.kill() }
        let response = try await HTTPClient().send(request(port, TLSFiles(caFile: certificates.authority)))
        #expect(response.status == 200)
    }

    @Test func `a certificate for another name is refused`() async throws {
        let (server, port) = try server()
        defer { server.kill() }
        var request = HTTPRequest(url: "https://other.example:\(port)/", tls: TLSFiles(caFile: certificates.authority))
        request.resolvePins = ["other.example:\(port):127.0.0.1"]
        #expect(await failureWhenSending(request)?.cause == .tls)
    }

    @Test func `TLS below 1_2 is refused`() async throws {
        let (server, port) = try server(["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
        defer { server.kill() }
        let failure = await failureWhenSending(request(port, TLSFiles(caFile: certificates.authority)))
        #expect(failure?.cause == .tls)
        #expect(failure?.isCertainlyWithoutEffect == true)
    }

    @Test func `a client certificate is presented where it is asked for`() async throws {
        let (server, port) = try server(["-Verify", "1", "-verify_return_error", "-CAfile", certificates.authority])
        defer { server.kill() }
        let tls = TLSFiles(
            caFile: certificates.authority,
            certificateFile: certificates.certificate("client"),
            keyFile: certificates.key("client")
        )
        #expect(try await HTTPClient().send(request(port, tls)).status == 200)
        #expect(await failureWhenSending(request(port, TLSFiles(caFile: certificates.authority))) != nil)
    }

    @Test func `a CA file that is missing is told`() async throws {
        let (server, port) = try server()
        defer { server.kill() }
        let failure = await failureWhenSending(request(port, TLSFiles(caFile: "/nowhere/ca.pem")))
        #expect(failure?.cause == .tls)
        #expect(failure?.sentence.contains("CA file") == true)
    }

    private func server(_ more: [String] = []) throws -> (ChildProcess, UInt16) {
        let port = LoopbackSocket.freePort()
        let arguments = [
            "s_server", "-accept", "127.0.0.1:\(port)", "-www",
            "-cert", certificates.certificate("server"), "-key", certificates.key("server"),
        ]
        return (try ChildProcess("/usr/bin/openssl", arguments + more, readyWhen: "ACCEPT"), port)
    }

    private func request(_ port: UInt16, _ tls: TLSFiles) -> HTTPRequest {
        HTTPRequest(url: "https://127.0.0.1:\(port)/", tls: tls)
    }

    private func failureWhenSending(_ request: HTTPRequest) async -> HTTPFailure? {
        do throws(HTTPFailure) {
            _ = try await HTTPClient().send(request)
            return nil
        } catch {
            return error
        }
    }
}
