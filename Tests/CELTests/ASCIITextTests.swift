import CEL
import Testing

@Suite struct ASCIITextTests {
    private static func count(_ bytes: [UInt8], but others: [UInt8] = []) -> Int {
        bytes.prefix { (0x20..<0x7F).contains($0) && !others.contains($0) }.count
    }

    /// Wherever it stands, and whatever its neighbours lend it in a word of eight.
    @Test(arguments: [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7E] as [UInt8])
    func `a byte that is not printable ends the count wherever it stands`(neighbour: UInt8) {
        let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        for byte in UInt8.min ... .max {
            for position in 0..<19 {
                var bytes = [UInt8](repeating: neighbour, count: 19)
                bytes[position] = byte
                bytes.withUnsafeBufferPointer { text in
                    #expect(ASCIIText.printableCount(of: text) == Self.count(bytes))
                    let plain = ASCIIText.printableCount(of: text, but: quote, and: backslash)
                    #expect(plain == Self.count(bytes, but: [quote, backslash]))
                }
            }
        }
    }

    @Test func `nothing is printable`() {
        #expect(ASCIIText.isPrintable(""))
        #expect(!ASCIIText.isPrintable("é"))
    }
}
