import Foundation
import Glibc
import Synchronization

/// An HTTP/1.1 server on the loopback interface that does what a test tells it.
final class HTTPTestServer: Sendable {
    enum Answer: Sendable {
        /// Written as it stands; the connection stays open.
        case bytes(String)
        /// The connection is closed without a word.
        case close
        /// Nothing, ever.
        case silence
    }

    struct Request: Sendable {
        let head: String
        let body: [UInt8]
        /// Counted from 1 over all connections.
        let number: Int
    }

    private struct State {
        var connections: [Int32] = []
        var requests: [Request] = []
        var isStopped = false
    }

    let port: UInt16
    /// Every request as it arrives.
    let arrivals: AsyncStream<Request>
    private let arrival: AsyncStream<Request>.Continuation
    private let listener: Int32
    private let state = Mutex(State())
    private let answer: @Sendable (Request) -> Answer

    init(_ answer: @escaping @Sendable (Request) -> Answer) {
        (listener, port) = LoopbackSocket.listening()
        (arrivals, arrival) = AsyncStream.makeStream(of: Request.self)
        self.answer = answer
        Thread.detachNewThread { self.acceptAll() }
    }

    var url: String { "http://127.0.0.1:\(port)/" }
    var connectionCount: Int { state.withLock { $0.connections.count } }
    var requestCount: Int { state.withLock { $0.requests.count } }

    func stop() {
        let connections = state.withLock { state in
            state.isStopped = true
            return state.connections
        }
        LoopbackSocket.cut(listener)
        for connection in connections { LoopbackSocket.cut(connection) }
    }

    static func ok(_ body: String) -> Answer {
        .bytes("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\nX-Test: yes\r\n\r\n\(body)")
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            state.withLock { $0.connections.append(connection) }
            Thread.detachNewThread { self.serve(connection) }
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        var buffer: [UInt8] = []
        while let request = next(from: connection, &buffer) {
            arrival.yield(request)
            switch answer(request) {
            case .bytes(let text): _ = LoopbackSocket.sendAll(Array(text.utf8), to: connection)
            case .close: return LoopbackSocket.cut(connection)
            case .silence: break
            }
        }
    }

    private func next(from connection: Int32, _ buffer: inout [UInt8]) -> Request? {
        while true {
            if let end = buffer.firstRange(of: Array("\r\n\r\n".utf8)) {
                let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                let length = Self.contentLength(head)
                if buffer.count >= end.upperBound + length {
                    let body = Array(buffer[end.upperBound..<(end.upperBound + length)])
                    buffer.removeFirst(end.upperBound + length)
                    return state.withLock { state in
                        let request = Request(head: head, body: body, number: state.requests.count + 1)
                        state.requests.append(request)
                        return request
                    }
                }
            }
            let more = LoopbackSocket.receiveSome(from: connection)
            guard !more.isEmpty else { return nil }
            buffer += more
        }
    }

    private static func contentLength(_ head: String) -> Int {
        let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
        return line.flatMap { Int($0.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)) } ?? 0
    }
}
