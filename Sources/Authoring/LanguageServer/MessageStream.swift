/// Bytes of an editor cut into messages.
///
/// - Shape: `Content-Length: 12`, an empty line, and so many bytes of JSON; lines end with CR LF.
/// - Source: "Language Server Protocol", base protocol.
package struct MessageStream {
    package enum Piece: Hashable, Sendable {
        case message([UInt8])
        /// What cannot be read is skipped, and said.
        case problem(String)
    }

    /// A header is a line or two.
    private static let headerBytesMax = 4_096
    /// Far above the largest playbook, written in JSON.
    package static let messageBytesMax = 8 * 1_024 * 1_024
    private static let headerEnd: [UInt8] = Array("\r\n\r\n".utf8)

    private var buffer: [UInt8] = []
    private var start = 0
    /// Bytes of a message that is too large, still to come.
    private var skipped = 0

    package init() {}

    package static func framed(_ body: [UInt8]) -> [UInt8] {
        Array("Content-Length: \(body.count)\r\n\r\n".utf8) + body
    }

    package mutating func take(_ bytes: [UInt8]) {
        if start > 65_536 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer += bytes
    }

    /// The next piece; nil where more bytes are needed.
    package mutating func next() -> Piece? {
        let dropped = min(skipped, buffer.count - start)
        (start, skipped) = (start + dropped, skipped - dropped)
        guard skipped == 0, start < buffer.count else { return nil }
        guard let end = headerEnd() else {
            guard buffer.count - start > Self.headerBytesMax else { return nil }
            (buffer, start) = ([], 0)
            return .problem("a header of more than \(Self.headerBytesMax) bytes")
        }
        let header = String(decoding: buffer[start..<end], as: UTF8.self)
        let body = end + Self.headerEnd.count
        guard let length = Self.length(in: header) else {
            start = body
            return .problem("a header without a sound Content-Length")
        }
        guard length <= Self.messageBytesMax else {
            (start, skipped) = (body, length)
            return .problem("a message of \(length) bytes; \(Self.messageBytesMax) are read")
        }
        guard buffer.count - body >= length else { return nil }
        defer { start = body + length }
        return .message(Array(buffer[body..<(body + length)]))
    }

    private func headerEnd() -> Int? {
        let last = min(buffer.count, start + Self.headerBytesMax) - Self.headerEnd.count
        guard start <= last else { return nil }
        return (start...last).first { buffer[$0..<($0 + Self.headerEnd.count)].elementsEqual(Self.headerEnd) }
    }

    private static func length(in header: String) -> Int? {
        for line in header.split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
            let digits = parts[1].filter { $0 != " " && $0 != "\t" }
            guard (1...12).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            return Int(digits)
        }
        return nil
    }
}
