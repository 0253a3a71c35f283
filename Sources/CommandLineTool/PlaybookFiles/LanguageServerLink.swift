import Authoring
import CEL
import Foundation
import JSON

/// An editor at the other end of two pipes.
///
/// - Source: Language Server Protocol 3.17, "Base Protocol".
struct LanguageServerLink {
    /// Deeper than any message of the protocol.
    private static let depthMax = 128

    private var server: LanguageServer

    init(_ server: LanguageServer) { self.server = server }

    /// Until the editor says that it should end, or hangs up.
    /// - Returns: the exit code.
    func run(input: FileHandle, output: FileHandle) -> Int32 {
        var link = self
        var stream = MessageStream()
        while link.server.exitCode == nil {
            let data = input.availableData
            guard !data.isEmpty else { return 1 }
            stream.take([UInt8](data))
            var pieces: [MessageStream.Piece] = []
            while let piece = stream.next() { pieces.append(piece) }
            for answer in link.answers(to: pieces) { output.write(Data(MessageStream.framed(JSONText.write(answer)))) }
        }
        return link.server.exitCode ?? 1
    }

    /// What cannot be read is answered as such, and ends nothing.
    private mutating func answers(to pieces: [MessageStream.Piece]) -> [Value] {
        var unreadable: [Value] = []
        let messages = pieces.compactMap { piece -> Value? in
            switch piece {
            case .problem(let text): unreadable.append(Self.refusal(text))
            case .message(let bytes):
                let limits = JSONLimits(bytesMax: MessageStream.messageBytesMax, depthMax: Self.depthMax)
                if let message = try? JSONText.parse(bytes, limits: limits) { return message }
                unreadable.append(Self.refusal("this is not JSON"))
            }
            return Optional.none
        }
        return unreadable + server.handle(messages)
    }

    private static func refusal(_ text: String) -> Value {
        ["jsonrpc": "2.0", "id": .null, "error": ["code": -32_700, "message": .string(text)]]
    }
}
