import Foundation
import Glibc
import Synchronization

/// Stands between a client and a broker: tells which packets the client sends, can hold back what the broker says, and
/// can cut the line.
final class MQTTRelay: Sendable {
    /// The kind of an MQTT packet: the upper half of its first byte.
    enum Packet: UInt8, Sendable {
        case connect = 1
        case connack, publish, puback, pubrec, pubrel, pubcomp, subscribe, suback, unsubscribe, unsuback
        case pingreq, pingresp, disconnect, auth
    }

    private struct State {
        var lines: [(client: Int32, broker: Int32)] = []
        var sent: [Packet] = []
        var isHolding = false
    }

    let port: UInt16
    /// What clients sent, in order, over all connections.
    let packets: AsyncStream<Packet>
    private let packet: AsyncStream<Packet>.Continuation
    private let brokerPort: UInt16
    private let listener: Int32
    private let state = Mutex(State())

    /// Unless it `acceptsAtOnce`, it leaves callers before a full queue, as a host does that is too busy.
    init(to brokerPort: UInt16, acceptsAtOnce: Bool = true) {
        self.brokerPort = brokerPort
        (listener, port) = LoopbackSocket.listening(backlog: acceptsAtOnce ? 64 : 0)
        (packets, packet) = AsyncStream.makeStream(of: Packet.self)
        if acceptsAtOnce { startAccepting() } else { close(LoopbackSocket.connected(to: port)) }
    }

    func startAccepting() {
        Thread.detachNewThread { self.acceptAll() }
    }

    var sent: [Packet] { state.withLock(\.sent) }

    /// From here on nothing that the broker says reaches the client.
    func holdAnswers(_ isHolding: Bool = true) { state.withLock { $0.isHolding = isHolding } }

    /// Breaks every connection; new ones are taken.
    func cut() {
        for line in state.withLock(\.lines) {
            LoopbackSocket.cut(line.client)
            LoopbackSocket.cut(line.broker)
        }
    }

    func stop() {
        LoopbackSocket.cut(listener)
        cut()
    }

    /// Returns when the client has sent such a packet.
    func arrival(of wanted: Packet) async {
        for await packet in packets where packet == wanted { return }
    }

    private func acceptAll() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else { break }
            let broker = LoopbackSocket.connected(to: brokerPort)
            guard broker >= 0 else {
                close(client)
                continue
            }
            state.withLock { $0.lines.append((client, broker)) }
            Thread.detachNewThread { self.relayClient(client, to: broker) }
            Thread.detachNewThread { self.relayBroker(broker, to: client) }
        }
        close(listener)
    }

    private func relayClient(_ client: Int32, to broker: Int32) {
        var unread: [UInt8] = []
        while true {
            let bytes = LoopbackSocket.receiveSome(from: client)
            guard !bytes.isEmpty else { break }
            unread += bytes
            let kinds = Self.takePackets(from: &unread)
            state.withLock { $0.sent += kinds }
            guard LoopbackSocket.sendAll(bytes, to: broker) else { break }
            for kind in kinds { packet.yield(kind) }
        }
        LoopbackSocket.cut(broker)
    }

    private func relayBroker(_ broker: Int32, to client: Int32) {
        while true {
            let bytes = LoopbackSocket.receiveSome(from: broker)
            guard !bytes.isEmpty else { break }
            if state.withLock(\.isHolding) { continue }
            guard LoopbackSocket.sendAll(bytes, to: client) else { break }
        }
        LoopbackSocket.cut(client)
    }

    private static func takePackets(from bytes: inout [UInt8]) -> [Packet] {
        var kinds: [Packet] = []
        while let (kind, length) = firstPacket(of: bytes), bytes.count >= length {
            kinds.append(kind)
            bytes.removeFirst(length)
        }
        return kinds
    }

    /// Its kind, and its length in bytes.
    static func firstPacket(of bytes: [UInt8]) -> (Packet, Int)? {
        guard let first = bytes.first, let kind = Packet(rawValue: first >> 4) else { return nil }
        var length = 0
        for (index, byte) in bytes.dropFirst().prefix(4).enumerated() {
            length |= Int(byte & 0x7F) << (7 * index)
            if byte < 0x80 { return (kind, length + index + 2) }
        }
        return nil
    }
}
