/// What is wrong with a text, and where.
public struct JSONProblem: Error, Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case empty
        case tooLarge(bytesMax: Int)
        case tooDeep(depthMax: Int)
        case invalidUTF8
        /// - Parameter expected: such as "a value" or "',' or ']'".
        case unexpected(expected: String)
        case endedEarly(expected: String)
        case controlCharacter
        case invalidEscape
        case invalidNumber
        /// An integer beyond 64 bits, or a number beyond a double's range.
        case numberOutOfRange
        case duplicateKey
        case trailingContent
        case outOfMemory
    }

    public let kind: Kind
    /// Where it shows, in bytes from the start.
    public let offset: Int
    /// 1-based.
    public let line: Int
    /// 1-based, in bytes: a tab or an `é` moves it by its UTF-8 length.
    public let column: Int
    /// A JSON Pointer (RFC 6901) to the value it lies in; empty for the whole text. Long names are cut.
    public let path: String

    /// One line, without control characters: `line 2, column 8, at /data/0: a key is there twice`.
    public var sentence: String {
        let place = path.isEmpty ? "" : ", at \(path)"
        return "line \(line), column \(column)\(place): \(words)"
    }

    private var words: String {
        switch kind {
        case .empty: "the text is empty; a JSON value is expected"
        case .tooLarge(let max): "the text is larger than \(max) bytes"
        case .tooDeep(let max): "objects and arrays are nested deeper than \(max)"
        case .invalidUTF8: "the text is not valid UTF-8"
        case .unexpected(let expected): "\(expected) is expected here"
        case .endedEarly(let expected): "the text ends where \(expected) is expected"
        case .controlCharacter: "a control character stands in a string; write it as an escape"
        case .invalidEscape: "this escape does not exist, or is half of a surrogate pair"
        case .invalidNumber: "this is not a number as JSON writes it"
        case .numberOutOfRange: "this number fits neither 64 bits nor a double; send it as a string"
        case .duplicateKey: "this key is there twice"
        case .trailingContent: "something follows after the value"
        case .outOfMemory: "there is no memory to parse the text"
        }
    }
}

extension JSONProblem: CustomStringConvertible {
    public var description: String { sentence }
}

extension JSONProblem {
    static let outOfMemory = JSONProblem(kind: .outOfMemory, offset: 0, line: 1, column: 1, path: "")
}
