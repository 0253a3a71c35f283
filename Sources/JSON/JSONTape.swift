internal import CEL
import CSimdJSON

/// A parsed text as simdjson leaves it: a row of words, the upper byte of each a type.
///
/// - Source: simdjson 3.0.1, `doc/tape.md`. The first word is the root's; the value begins at 1.
/// SAFETY: `words` and `strings` are read at places that the parser wrote only; who makes a tape sees to it that the
/// memory outlives it.
struct JSONTape {
    private let words: UnsafePointer<UInt64>
    private let strings: UnsafePointer<UInt8>

    static let root = 1

    /// - Precondition: the tape is one that a parse has filled.
    init(_ tape: cordon_json_tape) {
        guard let words = tape.words, let strings = tape.strings else { preconditionFailure("a tape without a parse") }
        self.words = words
        self.strings = strings
    }

    func type(at index: Int) -> UInt8 { UInt8(truncatingIfNeeded: words[index] >> 56) }

    private func payload(at index: Int) -> Int { Int(words[index] & 0x00FF_FFFF_FFFF_FFFF) }

    /// Where the value after this one begins.
    func after(_ index: Int) -> Int {
        switch type(at: index) {
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(UInt32(truncatingIfNeeded: words[index]))
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
        default: index + 1
        }
    }

    /// Where the closing word of an object or array is.
    func end(of index: Int) -> Int { after(index) - 1 }

    /// Members of an object.
    func count(of object: Int) -> Int {
        var (index, count) = (object + 1, 0)
        let end = end(of: object)
        while index < end {
            index = after(index + 1)
            count += 1
        }
        return count
    }

    func utf8(at index: Int) -> UnsafeBufferPointer<UInt8> {
        let start = strings + payload(at: index)
        let count = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: start + 4, count: Int(count))
    }

    /// The bytes of a text; nil where there is another value.
    func text(at index: Int) -> UnsafeBufferPointer<UInt8>? {
        type(at: index) == UInt8(ascii: "\"") ? utf8(at: index) : nil
    }

    func string(at index: Int) -> String { String(decoding: utf8(at: index), as: UTF8.self) }

    /// The word after the type, which holds a number's bits.
    func number(at index: Int) -> UInt64 { words[index + 1] }

    /// Where the value of a key of an object is.
    func value(of key: String, in object: Int) -> Int? {
        var key = key
        return key.withUTF8 { wanted in
            var index = object + 1
            let end = end(of: object)
            while index < end {
                if Self.areEqual(utf8(at: index), wanted) { return index + 1 }
                index = after(index + 1)
            }
            return nil
        }
    }

    private static func areEqual(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        left.count == right.count && UTF8Text.matches(left, at: 0, right)
    }
}
