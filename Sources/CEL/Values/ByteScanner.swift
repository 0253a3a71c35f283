/// Reads text byte by byte, for the small formats: timestamps, durations, offsets.
package struct ByteScanner {
    private let bytes: [UInt8]
    private var index = 0

    package init(_ text: String) { bytes = Array(text.utf8) }

    package var isAtEnd: Bool { index == bytes.count }
    package var peek: UInt8? { isAtEnd ? nil : bytes[index] }

    /// True, and past it, where the next byte is this one.
    package mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    /// True, and past it, where the text goes on with this word.
    package mutating func take(_ word: String) -> Bool {
        guard bytes[index...].starts(with: word.utf8) else { return false }
        index += word.utf8.count
        return true
    }

    package mutating func digit() -> Int64? {
        guard let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        index += 1
        return Int64(byte - UInt8(ascii: "0"))
    }

    package mutating func hexDigit() -> Int64? {
        if let digit = digit() { return digit }
        // Upper case as lower: they differ in one bit.
        guard let letter = peek.map({ $0 | 0x20 }), (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(letter) else {
            return nil
        }
        index += 1
        return Int64(letter - UInt8(ascii: "a")) + 10
    }

    /// A number of exactly so many digits.
    package mutating func number(digits: Int) -> Int64? {
        var result: Int64 = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            result = result * 10 + digit
        }
        return result
    }
}
