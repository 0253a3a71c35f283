extension DecimalDigits {
    /// The shortest digits that read back as the same number.
    /// - Precondition: the number is finite.
    init(shortest value: Double) {
        precondition(value.isFinite, "only a finite number has digits")
        var (digits, point): ([UInt8], Int?) = ([], nil)
        let halves = value.magnitude.description.utf8.split(separator: UInt8(ascii: "e"))
        for byte in halves[0] {
            if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte - UInt8(ascii: "0")) }
        }
        let power = halves.count == 2 ? Int(Substring(halves[1])) ?? 0 : 0
        self.init(digits, point: (point ?? digits.count) + power)
    }

    /// Every digit of what a double is worth: 0.1 is 0.1000000000000000055511151231257827…, and 767 digits are the most.
    ///
    /// A double is a whole number times a power of two, and `m / 2^k` is `m * 5^k / 10^k`.
    /// - Precondition: the number is finite.
    init(exactly value: Double) {
        precondition(value.isFinite, "only a finite number has digits")
        let (significand, exponent) = Self.binary(value)
        var limbs = Self.limbs(of: significand)
        Self.multiply(&limbs, by: exponent < 0 ? 5 : 2, timesOver: Int(exponent.magnitude))
        let digits = limbs.reversed().flatMap(Self.digits)
        self.init(digits, point: digits.count + min(0, exponent))
    }

    /// Steps that writing all digits of a double takes, measured: one for each power that it is multiplied with.
    static func steps(_ value: Double) -> Int { value.isFinite ? Int(binary(value).exponent.magnitude) : 0 }

    /// A whole number, as small as it may be, and the power of two to multiply it with.
    private static func binary(_ value: Double) -> (significand: UInt64, exponent: Int) {
        guard value != 0 else { return (0, 0) }
        let isNormal = value.exponentBitPattern != 0
        let significand = value.significandBitPattern | (isNormal ? 1 << 52 : 0)
        let zeros = significand.trailingZeroBitCount
        return (significand >> zeros, max(1, Int(value.exponentBitPattern)) - 1075 + zeros)
    }

    // MARK: Large numbers

    /// Nine decimal digits each, the lowest first.
    private typealias Limbs = [UInt64]

    private static let limb: UInt64 = 1_000_000_000
    private static let limbDigitsCount = 9

    private static func limbs(of number: UInt64) -> Limbs {
        [number % limb, number / limb % limb, number / limb / limb]
    }

    /// Multiplies with a small number again and again, as often at once as fits.
    private static func multiply(_ limbs: inout Limbs, by base: UInt64, timesOver count: Int) {
        // A limb has 30 bits, and 5^13 has 31.
        let together = 13
        let power = (0..<together).reduce(1) { product, _ in product * base }
        for _ in 0..<(count / together) { multiply(&limbs, by: power) }
        for _ in 0..<(count % together) { multiply(&limbs, by: base) }
    }

    private static func multiply(_ limbs: inout Limbs, by factor: UInt64) {
        var carry: UInt64 = 0
        for index in limbs.indices {
            let product = limbs[index] * factor + carry
            limbs[index] = product % limb
            carry = product / limb
        }
        // The factor may be larger than a limb, and so may be what is carried.
        while carry > 0 {
            limbs.append(carry % limb)
            carry /= limb
        }
    }

    private static func digits(of limb: UInt64) -> [UInt8] {
        var (rest, digits) = (limb, [UInt8](repeating: 0, count: limbDigitsCount))
        for index in digits.indices.reversed() {
            digits[index] = UInt8(rest % 10)
            rest /= 10
        }
        return digits
    }
}
