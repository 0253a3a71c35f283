/// A Swift file taken apart, so that a rule about code is not misled by a comment or a text, nor the other way round.
///
/// In `code` comments, texts and raw identifiers are blank; in `comments` everything else is. Both keep every line.
struct SwiftText: Sendable {
    let code: String
    let comments: String

    var codeLines: [Substring] { code.split(separator: "\n", omittingEmptySubsequences: false) }
    var commentLines: [Substring] { comments.split(separator: "\n", omittingEmptySubsequences: false) }

    init(_ text: String) {
        var scanner = SwiftScanner(text)
        scanner.scan()
        code = String(decoding: scanner.code, as: UTF8.self)
        comments = String(decoding: scanner.comments, as: UTF8.self)
    }
}

/// Byte by byte, because the repository is read whole in each run of the tests.
private struct SwiftScanner {
    private let bytes: [UInt8]
    private var position = 0
    private(set) var code: [UInt8]
    private(set) var comments: [UInt8]

    /// How a text begins: so many `#`, and one or three quotation marks.
    private struct Quote {
        let hashes: Int
        let marks: Int
        var length: Int { hashes + marks }
    }

    init(_ text: String) {
        bytes = Array(text.utf8)
        code = bytes
        comments = bytes.map { $0 == UInt8(ascii: "\n") ? $0 : UInt8(ascii: " ") }
    }

    mutating func scan() {
        while position < bytes.count {
            let start = position
            if starts("//") {
                while position < bytes.count, !starts("\n") { position += 1 }
                comments.replaceSubrange(start..<position, with: bytes[start..<position])
            } else if starts("/*") {
                skipBlock()
                comments.replaceSubrange(start..<position, with: bytes[start..<position])
            } else if let quote = quote() {
                skipText(quote)
            } else if starts("`") {
                position += 1
                while position < bytes.count, !starts("`") { position += 1 }
                position += 1
            } else {
                position += 1
                continue
            }
            blank(start..<min(position, bytes.count))
        }
    }

    private mutating func blank(_ range: Range<Int>) {
        for index in range where bytes[index] != UInt8(ascii: "\n") { code[index] = UInt8(ascii: " ") }
    }

    private func starts(_ text: StaticString) -> Bool {
        guard position + text.utf8CodeUnitCount <= bytes.count else { return false }
        return (0..<text.utf8CodeUnitCount).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
    }

    private func count(of byte: UInt8, from start: Int) -> Int {
        var end = start
        while end < bytes.count, bytes[end] == byte { end += 1 }
        return end - start
    }

    /// Blocks within a block are part of it.
    private mutating func skipBlock() {
        var depth = 0
        repeat {
            if starts("/*") {
                depth += 1
                position += 2
            } else if starts("*/") {
                depth -= 1
                position += 2
            } else {
                position += 1
            }
        } while depth > 0 && position < bytes.count
    }

    private func quote() -> Quote? {
        guard starts("\"") || starts("#") else { return nil }
        let hashes = count(of: UInt8(ascii: "#"), from: position)
        let marks = count(of: UInt8(ascii: "\""), from: position + hashes)
        guard marks > 0 else { return nil }
        return Quote(hashes: hashes, marks: marks >= 3 ? 3 : 1)
    }

    private mutating func skipText(_ quote: Quote) {
        position += quote.length
        while position < bytes.count {
            if starts("\\"), count(of: UInt8(ascii: "#"), from: position + 1) >= quote.hashes {
                position += 1 + quote.hashes
                if starts("(") { skipInterpolation() } else { position += 1 }
            } else if count(of: UInt8(ascii: "\""), from: position) >= quote.marks,
                count(of: UInt8(ascii: "#"), from: position + quote.marks) >= quote.hashes
            {
                position += quote.length
                return
            } else {
                position += 1
            }
        }
    }

    /// Code within a text may hold texts of its own.
    private mutating func skipInterpolation() {
        var depth = 0
        repeat {
            if let quote = quote() {
                skipText(quote)
                continue
            }
            if starts("(") { depth += 1 }
            if starts(")") { depth -= 1 }
            position += 1
        } while depth > 0 && position < bytes.count
    }
}
