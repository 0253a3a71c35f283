import Console
import Domain
import Foundation
import ServiceLifecycle
import Testing
import Transport

@Suite(.timeLimit(.minutes(1))) struct ConsoleServerTests {
    @Test(arguments: ["0.0.0.0", "::", "192.168.1.1", "example.com", "127.0.0.1.evil.example", "127.0.0.256", ""])
    func `nothing but loopback is listened on without TLS`(host: String) throws {
        let error = try #require(throws: OperatorError.self) {
            try ConsoleServer(ConsoleConfiguration(host: host, port: 0), .stubs)
        }
        #expect(error.remedy.contains("certificate"))
    }

    @Test(arguments: ["127.0.0.1", "127.8.9.10", "::1", "localhost"])
    func `loopback may be listened on in the clear`(host: String) throws {
        _ = try ConsoleServer(ConsoleConfiguration(host: host, port: 0), .stubs)
    }

    @Test(arguments: [-1, 65_536])
    func `a port that is none is refused`(port: Int) throws {
        #expect(throws: OperatorError.self) { try ConsoleServer(ConsoleConfiguration(port: port), .stubs) }
    }

    @Test func `a port that is taken is told with what to try`() async throws {
        try await RunningConsole.run { console in
            let second = try ConsoleServer(ConsoleConfiguration(port: console.port), .stubs)
            let error = try await #require(throws: OperatorError.self) { try await second.run() }
            #expect(error.attempted == "listen on 127.0.0.1:\(console.port)")
        }
    }

    @Test func `an address that is taken is found without taking it`() async throws {
        try await RunningConsole.run { console in
            let taken = ConsoleConfiguration(port: console.port)
            let error = try await #require(throws: OperatorError.self) { try await taken.tryAddress() }
            #expect(error.attempted == "listen on 127.0.0.1:\(console.port)")
            #expect(error.reason == "Address already in use" && error.remedy.contains("another port"))
            let answer = try await console.send("GET", "/v1/health")
            #expect(answer.status == 200, "whoever has it keeps it")
        }
        try await ConsoleConfiguration(port: 0).tryAddress()
    }

    @Test func `an address that is none of this machine's is refused with what to try`() async throws {
        let files = ServerCertificate(certificateFile: "server.pem", keyFile: "server.key")
        let elsewhere = ConsoleConfiguration(host: "192.0.2.1", port: 0, certificate: files)
        let error = try await #require(throws: OperatorError.self) { try await elsewhere.tryAddress() }
        #expect(error.attempted == "listen on 192.0.2.1:0" && !error.remedy.isEmpty)
    }

    @Test func `TLS is spoken with the configured certificate, and nothing else is`() async throws {
        let files = try TestCertificate()
        let configuration = ConsoleConfiguration(host: "0.0.0.0", port: 0, certificate: files.server)
        try await RunningConsole.run(configuration: configuration) { console in
            let tls = TLSFiles(caFile: files.server.certificateFile)
            let response = try await console.send("GET", "/v1/health", scheme: "https", tls: tls)
            #expect(response.status == 200)
            await #expect(throws: HTTPFailure.self) { try await console.send("GET", "/v1/health") }
            await #expect(throws: HTTPFailure.self) { try await console.send("GET", "/v1/health", scheme: "https") }
            for (version, isSpoken) in [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)] {
                let isDone = try await files.handshake(console.port, version)
                #expect(isDone == isSpoken, "\(version)")
            }
        }
    }

    @Test func `a certificate that cannot be used is told with its file`() throws {
        let files = ServerCertificate(certificateFile: "/nowhere/server.pem", keyFile: "/nowhere/server.key")
        let error = try #require(throws: OperatorError.self) {
            try ConsoleServer(ConsoleConfiguration(port: 0, certificate: files), .stubs)
        }
        #expect(error.attempted.contains("/nowhere/server.pem"))
    }

    @Test func `a request that is under way is answered when the console is told to stop`() async throws {
        let (commits, commit) = AsyncStream.makeStream(of: Void.self)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let inbox = StubInbox {
            arrived.yield()
            for await _ in commits { break }
        }
        try await RunningConsole.run(inbox: inbox) { console in
            async let response = console.post("/v1/events", EventsRouteTests.cloudEvent, EventsRouteTests.event)
            for await _ in arrivals { break }
            await console.group.triggerGracefulShutdown()
            commit.yield()
            let status = try await response.status
            #expect(status == 202)
        }
    }
}
