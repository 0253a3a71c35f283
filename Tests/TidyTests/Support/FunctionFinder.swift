/// Finds functions with a body, in code whose comments and texts are blank.
struct FunctionFinder {
    struct Function {
        /// Counted from 1.
        let line: Int
        /// From the first word of the declaration to the closing brace.
        let lines: Int
    }

    private static let keywords: Set<String> = ["func", "init", "deinit", "subscript"]
    /// What may follow a declaration that has no body.
    private static let declarations = keywords.union([
        "associatedtype", "case", "class", "enum", "extension", "fileprivate", "final", "internal", "let", "mutating",
        "nonisolated", "open", "override", "package", "private", "protocol", "public", "static", "struct",
        "typealias", "var",
    ])

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    static func functions(in code: String) -> [Function] {
        var finder = Self(code)
        var found: [Function] = []
        while let start = finder.nextDeclaration() {
            let resume = finder
            if let end = finder.endOfBody() {
                found.append(Function(line: start, lines: end - start + 1))
            }
            // Functions may stand within functions.
            finder = resume
        }
        return found
    }

    private init(_ code: String) { bytes = Array(code.utf8) }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func step() {
        if byte == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    private mutating func word() -> String {
        let start = position
        while let byte, Self.isWordByte(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Stops behind the keyword. - Returns: its line.
    private mutating func nextDeclaration() -> Int? {
        while let byte {
            guard Self.isWordByte(byte) else {
                step()
                continue
            }
            let isMember =
                position > 0
                && [UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "#")]
                    .contains(bytes[position - 1])
            if Self.keywords.contains(word()), !isMember { return line }
        }
        return nil
    }

    /// - Returns: the line of the brace that closes the body; `nil` where there is none, as in a protocol.
    private mutating func endOfBody() -> Int? {
        var depth = 0
        while let byte {
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "{") where depth == 0: return endOfBraces()
            case UInt8(ascii: "}") where depth <= 0: return nil
            case _ where Self.isWordByte(byte):
                let isLabel = depth > 0
                if Self.declarations.contains(word()), !isLabel { return nil }
                continue
            default: break
            }
            step()
        }
        return nil
    }

    private mutating func endOfBraces() -> Int? {
        var depth = 0
        while let byte {
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return line }
            step()
        }
        return nil
    }
}
