import Domain

/// The serial number of a certificate: a positive integer, most significant byte first.
package struct SerialNumber: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Without leading zeros.
    package let magnitude: [UInt8]

    package init(magnitude: some Sequence<UInt8>) {
        self.magnitude = Array(magnitude.drop { $0 == 0 })
    }

    /// 16 bytes of randomness that stay 16 bytes long and positive: the first bit is 0 and the second is 1.
    package init(random bytes: [UInt8]) {
        precondition(bytes.count == 16, "a serial number is made of 16 bytes")
        var bytes = bytes
        bytes[0] = bytes[0] & 0x3F | 0x40
        magnitude = bytes
    }

    /// Hexadecimal, as `openssl x509 -serial` or this type prints it, colons between bytes allowed.
    package init?(_ text: String) {
        let digits = text.lowercased().filter { $0 != ":" }
        guard (1...64).contains(digits.utf8.count), digits.utf8.allSatisfy({ UInt8(hexDigit: $0) != nil }) else {
            return nil
        }
        let even = Array((digits.utf8.count.isMultiple(of: 2) ? digits : "0" + digits).utf8)
        self.init(
            magnitude: stride(from: 0, to: even.count, by: 2).map { index in
                (UInt8(hexDigit: even[index]) ?? 0) << 4 | (UInt8(hexDigit: even[index + 1]) ?? 0)
            }
        )
    }

    /// Lower-case hexadecimal, two digits a byte.
    package var description: String { magnitude.isEmpty ? "00" : Digest.hex(magnitude) }

    package static func < (one: Self, other: Self) -> Bool {
        one.magnitude.count == other.magnitude.count
            ? one.magnitude.lexicographicallyPrecedes(other.magnitude)
            : one.magnitude.count < other.magnitude.count
    }
}

extension UInt8 {
    /// The value of a lower-case hexadecimal digit.
    fileprivate init?(hexDigit digit: UInt8) {
        switch digit {
        case 0x30...0x39: self = digit - 0x30
        case 0x61...0x66: self = digit - 0x61 + 10
        default: return nil
        }
    }
}
