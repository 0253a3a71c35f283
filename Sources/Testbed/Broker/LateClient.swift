import Glibc

/// A device's connection whose TLS handshake is over, and whose CONNECT comes when it is told to.
package struct LateClient: Sendable {
    private let process: ChildProcess

    /// Returns once the handshake is over.
    package init(port: UInt16, authority: String, certificate: String, key: String, topic: String) async throws {
        process = try await ChildProcess(
            "/usr/bin/env",
            ["python3", "-c", Self.script, "\(port)", authority, certificate, key, topic]
        )
        try await eventually("the handshake is over") { process.output.lines.contains("handshake") }
    }

    /// Connects and subscribes.
    /// - Returns: how the broker answered the two, in hexadecimal: `00 00` where both were granted.
    package func connect() async throws -> String {
        process.signal(SIGUSR1)
        let ending = try await process.ended()
        guard ending == .exited(0), let answer = process.output.rest(ofLine: "answers ") else {
            throw TestbedFailure("connect late: \(process.output.text)\(process.errors.text)")
        }
        return answer
    }

    /// MQTT 3.1.1: the answers' codes are the last byte of CONNACK and of SUBACK.
    private static let script = #"""
        import signal, socket, ssl, sys
        port, authority, certificate, key, topic = sys.argv[1:]
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
        context = ssl.create_default_context(cafile=authority)
        context.check_hostname = False
        context.load_cert_chain(certificate, key)
        # TLS 1.2: the handshake ends only after the broker has judged the certificate.
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        link = context.wrap_socket(socket.create_connection(("127.0.0.1", int(port))))
        link.settimeout(20)
        print("handshake", flush=True)
        signal.sigwait([signal.SIGUSR1])

        def text(value):
            return len(value).to_bytes(2, "big") + value.encode()

        def ask(kind, body):
            link.sendall(bytes([kind, len(body)]) + body)
            return "%02x" % link.recv(100)[-1]

        connected = ask(0x10, text("MQTT") + bytes([4, 2, 0, 60]) + text("late"))
        print("answers", connected, ask(0x82, bytes([0, 1]) + text(topic) + bytes([0])))
        """#
}
