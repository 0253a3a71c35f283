import Authoring
import CEL
import Foundation
import JSON

/// Messages as they come and go: a header that says how long each is, and JSON.
///
/// - Source: Language Server Protocol 3.17, "Base Protocol".
struct LanguageServerLink {
    /// Bytes of one message. A playbook has at most 256 KiB; this leaves room for escapes, and bounds memory.
    private static let bytesMax = 4 << 20
    private static let headerBytesMax = 4_096

    private var server: LanguageServer

    init(_ server: LanguageServer) { self.server = server }

    /// Until the editor says that it should end, or hangs up.
    /// - Returns: the exit code.
    func run(input: FileHandle, output: FileHandle) -> Int32 {
        var link = self
        var reader = MessageReader(input)
        while link.server.exitCode == nil {
            guard let body = reader.next(headerBytesMax: Self.headerBytesMax, bytesMax: Self.bytesMax) else { return 1 }
            for answer in link.answers(to: body) { Self.send(answer, output) }
        }
        return link.server.exitCode ?? 1
    }

    private mutating func answers(to body: [UInt8]) -> [Value] {
        guard let message = try? JSONText.parse(body, limits: JSONLimits(bytesMax: Self.bytesMax, depthMax: 64)) else {
            return [["jsonrpc": "2.0", "id": .null, "error": ["code": -32_700, "message": "this is not JSON"]]]
        }
        return server.handle(message)
    }

    private static func send(_ message: Value, _ output: FileHandle) {
        let body = JSONText.write(message)
        output.write(Data("Content-Length: \(body.count)\r\n\r\n".utf8 + body))
    }
}

/// Takes messages out of a stream.
private struct MessageReader {
    private let input: FileHandle
    private var bytes: [UInt8] = []

    init(_ input: FileHandle) { self.input = input }

    /// The body of the next message; nil at the end, and where the stream is none of messages.
    mutating func next(headerBytesMax: Int, bytesMax: Int) -> [UInt8]? {
        let end = Array("\r\n\r\n".utf8)
        var header: Range<Int>?
        while header == nil {
            header = bytes.firstRange(of: end)
            if header == nil { guard bytes.count < headerBytesMax, fill() else { return nil } }
        }
        guard let header, let length = Self.length(bytes[..<header.lowerBound]), length <= bytesMax else { return nil }
        while bytes.count < header.upperBound + length { guard fill() else { return nil } }
        let body = Array(bytes[header.upperBound..<(header.upperBound + length)])
        bytes.removeFirst(header.upperBound + length)
        return body
    }

    private mutating func fill() -> Bool {
        let data = input.availableData
        bytes += data
        return !data.isEmpty
    }

    private static func length(_ header: ArraySlice<UInt8>) -> Int? {
        for line in String(decoding: header, as: UTF8.self).split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { continue }
            return Int(parts[1].filter { $0 != " " }).flatMap { $0 >= 0 ? $0 : nil }
        }
        return nil
    }
}
