/// RFC 4648 base64: written with padding, read with it or without.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// What each byte stands for; nil for one that is not of the alphabet.
    private static let values: [UInt32?] = {
        var values = [UInt32?](repeating: nil, count: 256)
        for (digit, byte) in alphabet.enumerated() { values[Int(byte)] = UInt32(digit) }
        return values
    }()

    package static func text(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0 as UInt32) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for position in 0..<4 {
                let isPadding = position > group.count
                text.append(isPadding ? UInt8(ascii: "=") : alphabet[Int(bits >> UInt32(18 - 6 * position) & 0x3F)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Nil for what is not base64: another character, a wrong length, or padding that is not the one that fits.
    package static func bytes(of text: String) -> [UInt8]? {
        let all = Array(text.utf8)
        let padding = all.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let digits = all.dropLast(padding)
        guard padding == 0 || all.count.isMultiple(of: 4), digits.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3 + 2)
        for start in stride(from: 0, to: digits.count, by: 4) {
            let group = digits[start..<min(start + 4, digits.count)]
            guard let bits = bits(of: group) else { return nil }
            for position in 0..<(group.count - 1) {
                bytes.append(UInt8(truncatingIfNeeded: bits >> (16 - 8 * position)))
            }
        }
        return bytes
    }

    /// Up to four digits as one number of 24 bits, those that are missing as zeros.
    private static func bits(of group: ArraySlice<UInt8>) -> UInt32? {
        var bits: UInt32 = 0
        for byte in group {
            guard let digit = values[Int(byte)] else { return nil }
            bits = bits << 6 | digit
        }
        return bits << UInt32(6 * (4 - group.count))
    }
}
