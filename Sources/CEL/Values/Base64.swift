/// RFC 4648 base64: written with padding, read with it or without, and however it is broken into lines.
package enum Base64 {
    private static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    private static let padding = UInt8(ascii: "=")

    /// What each byte stands for; nil for one that is not of the alphabet.
    private static let values: [UInt32?] = {
        var values = [UInt32?](repeating: nil, count: 256)
        alphabet.withUTF8Buffer { alphabet in
            for (digit, byte) in alphabet.enumerated() { values[Int(byte)] = UInt32(digit) }
        }
        return values
    }()

    package static func text(of bytes: [UInt8]) -> String {
        String(unsafeUninitializedCapacity: (bytes.count + 2) / 3 * 4) { text in
            alphabet.withUTF8Buffer { alphabet in
                var end = 0
                for start in stride(from: 0, to: bytes.count, by: 3) {
                    let count = min(3, bytes.count &- start)
                    var bits = UInt32(bytes[start]) << 16
                    if count > 1 { bits |= UInt32(bytes[start &+ 1]) << 8 }
                    if count > 2 { bits |= UInt32(bytes[start &+ 2]) }
                    text[end] = alphabet[Int(bits >> 18)]
                    text[end &+ 1] = alphabet[Int(bits >> 12 & 0x3F)]
                    text[end &+ 2] = count > 1 ? alphabet[Int(bits >> 6 & 0x3F)] : padding
                    text[end &+ 3] = count > 2 ? alphabet[Int(bits & 0x3F)] : padding
                    end &+= 4
                }
                return end
            }
        }
    }

    /// Nil for what is not base64: another character, a wrong length, or padding that is not the one that fits.
    package static func bytes(of text: String) -> [UInt8]? {
        let values = values
        let all = text.utf8.filter { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let padding = all.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let digits = all.dropLast(padding)
        guard padding == 0 || all.count.isMultiple(of: 4), digits.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 4 * 3 + 2)
        var (bits, count): (UInt32, UInt32) = (0, 0)
        for digit in digits {
            guard let value = values[Int(digit)] else { return nil }
            bits = bits << 6 | value
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        }
        return bytes
    }
}
