import Authoring
import Testing

@Suite struct MessageStreamTests {
    private static func pieces(_ text: String, by size: Int = .max) -> [MessageStream.Piece] {
        var stream = MessageStream()
        var pieces: [MessageStream.Piece] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            stream.take(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
            while let piece = stream.next() { pieces.append(piece) }
        }
        return pieces
    }

    private static func text(_ piece: MessageStream.Piece) -> String {
        switch piece {
        case .message(let bytes): String(decoding: bytes, as: UTF8.self)
        case .problem: "problem"
        }
    }

    private static let two = "Content-Length: 2\r\n\r\n{}content-length:4\r\nContent-Type: x; charset=utf-8\r\n\r\n[ü]"

    @Test(arguments: [1, 2, 3, 7, 1_000]) func `messages are found however their bytes come`(_ size: Int) {
        #expect(Self.pieces(Self.two, by: size).map(Self.text) == ["{}", "[ü]"])
    }

    @Test(arguments: [
        "Content-Length: x", "Content-Length: -1", "Length: 2", "Content-Length", "",
        "Content-Length: 99999999999999999999",
    ]) func `a header that says no length is skipped, and what comes after is read`(_ header: String) {
        let pieces = Self.pieces(header + "\r\n\r\n" + Self.two)
        #expect(pieces.map(Self.text) == ["problem", "{}", "[ü]"])
    }

    @Test func `a message that is too large is skipped, and what comes after is read`() {
        let length = MessageStream.messageBytesMax + 1
        let large = "Content-Length: \(length)\r\n\r\n" + String(repeating: "x", count: length)
        #expect(Self.pieces(large + Self.two, by: 1 << 20).map(Self.text) == ["problem", "{}", "[ü]"])
    }

    @Test func `what never becomes a header takes no memory`() {
        let pieces = Self.pieces(String(repeating: "x", count: 100_000), by: 5_000)
        #expect(pieces.count == 20)
    }

    @Test func `a message is framed by its bytes`() {
        #expect(MessageStream.framed(Array("ü".utf8)) == Array("Content-Length: 2\r\n\r\nü".utf8))
    }
}
