/// Positions that count code points, in text that counts bytes.
extension UTF8Text {
    /// How many code points a text has.
    package static func count(_ text: String) -> Int {
        withBytes(text) { bytes in
            var count = 0
            for byte in bytes where startsCodePoint(byte) { count &+= 1 }
            return count
        }
    }

    /// Where a code point begins, counted from the one at the byte offset `start`; the end of the text counts as one.
    /// Nil where there are not so many.
    static func offset(of position: Int64, in text: String, from start: Int = 0) -> Int? {
        guard position >= 0 else { return nil }
        return withBytes(text) { bytes in
            var left = position
            for index in start..<bytes.count where startsCodePoint(bytes[index]) {
                guard left > 0 else { return index }
                left -= 1
            }
            return left == 0 ? bytes.count : nil
        }
    }

    /// How many code points stand before a byte offset.
    static func position(of offset: Int, in text: String) -> Int64 {
        withBytes(text) { bytes in
            var position: Int64 = 0
            for index in 0..<offset where startsCodePoint(bytes[index]) { position &+= 1 }
            return position
        }
    }

    /// The last byte offset, at or before `limit`, where `part` occurs.
    static func lastOffset(of part: String, in text: String, upTo limit: Int) -> Int? {
        withBytes(text, part) { text, part in
            let last = min(limit, text.count - part.count)
            return stride(from: last, through: 0, by: -1).first { matches(text, at: $0, part) }
        }
    }

    /// The code points from the last to the first.
    static func reversed(_ text: String) -> String {
        withBytes(text) { bytes in
            var result: [UInt8] = []
            result.reserveCapacity(bytes.count)
            var end = bytes.count
            for index in bytes.indices.reversed() where startsCodePoint(bytes[index]) {
                result.append(contentsOf: bytes[index..<end])
                end = index
            }
            return String(decoding: result, as: UTF8.self)
        }
    }

    private static func startsCodePoint(_ byte: UInt8) -> Bool { byte & 0xC0 != 0x80 }
}
