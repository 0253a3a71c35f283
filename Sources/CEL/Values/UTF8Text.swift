/// Comparison of text by its UTF-8 bytes, as the language demands. Swift's own `==` and `<` go by canonical
/// equivalence, in which `"é"` has two spellings.
package enum UTF8Text {
    package static func areEqual(_ lhs: String, _ rhs: String) -> Bool {
        lhs.utf8.count == rhs.utf8.count && withBytes(lhs, rhs) { matches($0, at: 0, $1) }
    }

    package static func hasPrefix(_ text: String, _ prefix: String) -> Bool {
        text.utf8.count >= prefix.utf8.count && withBytes(text, prefix) { matches($0, at: 0, $1) }
    }

    package static func hasSuffix(_ text: String, _ suffix: String) -> Bool {
        text.utf8.count >= suffix.utf8.count && withBytes(text, suffix) { matches($0, at: $0.count - $1.count, $1) }
    }

    package static func contains(_ text: String, _ part: String) -> Bool { firstRange(of: part, in: text) != nil }

    /// Where `part` first occurs at or after the byte offset `start`, or nil.
    package static func firstRange(of part: String, in text: String, from start: Int = 0) -> Range<Int>? {
        withBytes(text, part) { text, part in
            firstOffset(of: part, in: text, from: start).map { $0..<($0 + part.count) }
        }
    }

    static func firstOffset(
        of part: UnsafeBufferPointer<UInt8>,
        in text: UnsafeBufferPointer<UInt8>,
        from start: Int
    ) -> Int? {
        guard text.count - start >= part.count else { return nil }
        return (start...(text.count - part.count)).first { matches(text, at: $0, part) }
    }

    /// The text between two byte offsets, which are at characters.
    package static func slice(_ text: String, _ range: Range<Int>) -> String {
        let start = text.utf8.index(text.startIndex, offsetBy: range.lowerBound)
        return String(text[start..<text.utf8.index(start, offsetBy: range.count)])
    }

    /// Order by code points, which is the order of UTF-8 bytes.
    package static func order(_ lhs: String, _ rhs: String) -> Order {
        withBytes(lhs, rhs) { order($0, $1) }
    }

    static func order(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Order {
        let shared = min(left.count, right.count)
        let (leftBytes, rightBytes) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
        var index = 0
        // Eight at a time while they are the same.
        while index &+ 8 <= shared,
            leftBytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                == rightBytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        {
            index &+= 8
        }
        while index < shared, left[index] == right[index] { index &+= 1 }
        guard index < shared else {
            return left.count < right.count ? .less : left.count > right.count ? .greater : .same
        }
        return left[index] < right[index] ? .less : .greater
    }

    /// By its bytes: Swift's own hash is one and the same for all spellings of a text, of which a hostile document may
    /// have as many as it likes.
    static func hash(_ text: String, into hasher: inout Hasher) {
        withBytes(text) { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }

    /// The bytes of a text, in place where they are contiguous.
    @inline(__always)
    static func withBytes<Result>(_ text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
        return Array(text.utf8).withUnsafeBufferPointer(body)
    }

    /// The bytes of both, in place where they are contiguous, which they are on every platform but Apple's.
    @inline(__always)
    static func withBytes<Result>(
        _ first: String,
        _ second: String,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let result = first.utf8.withContiguousStorageIfAvailable { first in
            second.utf8.withContiguousStorageIfAvailable { second in body(first, second) }
        }
        if let result, let result { return result }
        return Array(first.utf8).withUnsafeBufferPointer { first in
            Array(second.utf8).withUnsafeBufferPointer { second in body(first, second) }
        }
    }

    /// Whether the bytes from `offset` on begin with all of `part`, eight at a time.
    @inline(__always)
    package static func matches(
        _ bytes: UnsafeBufferPointer<UInt8>,
        at offset: Int,
        _ part: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        precondition(offset >= 0 && bytes.count - offset >= part.count)
        guard let other = UnsafeRawPointer(part.baseAddress), let base = UnsafeRawPointer(bytes.baseAddress) else {
            return part.isEmpty
        }
        // SAFETY: every load ends at or before `part.count`, which the precondition puts inside `bytes` too.
        let start = base + offset
        var index = 0
        while index &+ 8 <= part.count {
            let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard word == other.loadUnaligned(fromByteOffset: index, as: UInt64.self) else { return false }
            index &+= 8
        }
        while index < part.count {
            guard start.load(fromByteOffset: index, as: UInt8.self) == part[index] else { return false }
            index &+= 1
        }
        return true
    }
}
