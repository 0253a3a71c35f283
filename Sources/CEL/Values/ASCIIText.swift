/// Printable ASCII: from a blank to `~`. Nearly all text is, and needs no second look then.
package enum ASCIIText {
    package static func isPrintable(_ text: String) -> Bool {
        UTF8Text.withBytes(text) { printableCount(of: $0) == $0.count }
    }

    private static func printableCount(of text: UnsafeBufferPointer<UInt8>) -> Int {
        let bytes = UnsafeRawBufferPointer(text)
        var count = 0
        // SAFETY: a word that is loaded ends within the bytes.
        while count &+ 8 <= bytes.count, isPrintable(bytes.loadUnaligned(fromByteOffset: count, as: UInt64.self)) {
            count &+= 8
        }
        while count < bytes.count, (0x20..<delete).contains(bytes[count]) { count &+= 1 }
        return count
    }

    /// Whether each byte of the word is, and is neither of these two.
    @inline(__always)
    package static func isPrintable(_ word: UInt64, but first: UInt8 = 0x7F, and second: UInt8 = 0x7F) -> Bool {
        let below = word &- ones &* 0x20
        return (word | below) & upperBits == 0 && !holds(word, ones &* UInt64(delete))
            && !holds(word, ones &* UInt64(first)) && !holds(word, ones &* UInt64(second))
    }

    /// Whether the word may hold the byte that `bytes` consists of. The upper bit of a difference is set where a byte is less
    /// than what is taken from it; of another one only where it lies above such a one, which it lends to.
    @inline(__always)
    private static func holds(_ word: UInt64, _ bytes: UInt64) -> Bool { ((word ^ bytes) &- ones) & upperBits != 0 }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let upperBits: UInt64 = 0x8080_8080_8080_8080
    private static let delete: UInt8 = 0x7F
}
