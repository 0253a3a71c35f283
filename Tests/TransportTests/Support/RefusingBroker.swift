import Foundation
import Glibc
import Transport

/// A broker that accepts a client, and answers each message and each subscription with one reason code.
///
/// - Source: MQTT 5, sections 3.2, 3.4 and 3.9.
final class RefusingBroker: Sendable {
    let port: UInt16
    private let listener: Int32
    private let reason: UInt8

    init(_ reason: UInt8) {
        (listener, port) = LoopbackSocket.listening()
        self.reason = reason
        Thread.detachNewThread { self.serve() }
    }

    func stop() { LoopbackSocket.cut(listener) }

    /// A session that is connected.
    func session() async throws -> MQTTSession {
        let session = try MQTTSession(MQTTSettings(host: "127.0.0.1", port: port, clientID: "one"))
        session.start()
        await session.connected()
        return session
    }

    /// One client after the other.
    private func serve() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            var unread: [UInt8] = []
            while true {
                let bytes = LoopbackSocket.receiveSome(from: client)
                guard !bytes.isEmpty else { break }
                unread += bytes
                while let (packet, length) = MQTTRelay.firstPacket(of: unread), unread.count >= length {
                    // Of a short packet, the header is two bytes.
                    precondition(length < 130, "tests of refusals send little")
                    _ = LoopbackSocket.sendAll(answer(to: packet, Array(unread[2..<length])), to: client)
                    unread.removeFirst(length)
                }
            }
            close(client)
        }
        close(listener)
    }

    /// The body is what comes after the fixed header.
    private func answer(to packet: MQTTRelay.Packet, _ body: [UInt8]) -> [UInt8] {
        switch packet {
        case .connect: return [0x20, 3, 0, 0, 0]
        case .publish:
            // Its identifier comes after the topic.
            let start = 2 + (Int(body[0]) << 8 | Int(body[1]))
            return [0x40, 4, body[start], body[start + 1], reason, 0]
        case .subscribe: return [0x90, 4, body[0], body[1], 0, reason]
        case .connack, .puback, .pubrec, .pubrel, .pubcomp, .suback, .unsubscribe, .unsuback, .pingreq, .pingresp,
            .disconnect, .auth:
            return []
        }
    }
}
