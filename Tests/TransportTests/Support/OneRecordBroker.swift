import Foundation
import Glibc

/// A broker over TLS that agrees to a subscription and sends messages to it, all of it in one record of TLS.
///
/// By `openssl s_server`, which makes one record of what it is handed at once. A message is the topic `a` at QoS 0; its
/// payload is its number, from 0.
///
/// - Source: MQTT 5, sections 3.2, 3.3 and 3.9.
final class OneRecordBroker: Sendable {
    let port: UInt16
    private let messages: UInt8
    private let process: Process
    private let input: FileHandle
    private let output: FileHandle

    init(_ certificates: TestCertificates, messages: UInt8) throws {
        port = LoopbackSocket.freePort()
        self.messages = messages
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "s_server", "-quiet", "-naccept", "1", "-accept", "127.0.0.1:\(port)",
            "-cert", certificates.certificate("server"), "-key", certificates.key("server"),
        ]
        let toServer = Pipe()
        let fromServer = Pipe()
        process.standardInput = toServer
        process.standardOutput = fromServer
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        input = toServer.fileHandleForWriting
        output = fromServer.fileHandleForReading
        Thread.detachNewThread { self.serve() }
    }

    func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func serve() {
        var unread: [UInt8] = []
        while true {
            let more = output.availableData
            guard !more.isEmpty else { return }
            unread += more
            while let (packet, length) = MQTTRelay.firstPacket(of: unread), unread.count >= length {
                if packet == .connect { try? input.write(contentsOf: Data([0x20, 3, 0, 0, 0])) }
                // Of a short packet, the header is two bytes; then comes its identifier.
                if packet == .subscribe { try? input.write(contentsOf: Data(record(unread[2], unread[3]))) }
                unread.removeFirst(length)
            }
        }
    }

    /// Of less than 4,096 bytes: a pipe passes that on as a whole.
    private func record(_ high: UInt8, _ low: UInt8) -> [UInt8] {
        [0x90, 4, high, low, 0, 1]
            + (0..<messages).flatMap { number -> [UInt8] in
                [0x30, 5, 0, 1, UInt8(ascii: "a"), 0, number]
            }
    }
}
