import CEL
import Testing

@Suite struct ASCIITextTests {
    /// Wherever it stands, and whatever its neighbours lend it in a word of eight.
    @Test(arguments: [0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7E] as [UInt8])
    func `a byte that is not printable is seen wherever it stands`(neighbour: UInt8) {
        for byte in UInt8.min..<0x80 {
            for position in 0..<19 {
                var bytes = [UInt8](repeating: neighbour, count: 19)
                bytes[position] = byte
                #expect(ASCIIText.isPrintable(String(decoding: bytes, as: UTF8.self)) == (0x20..<0x7F).contains(byte))
            }
        }
    }

    @Test func `nothing is printable`() {
        #expect(ASCIIText.isPrintable(""))
        #expect(!ASCIIText.isPrintable("é"))
    }
}
