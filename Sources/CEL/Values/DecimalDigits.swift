/// A number without its sign, as decimal digits: they stand behind a decimal point that is moved ``point`` places.
struct DecimalDigits: Sendable, Hashable {
    /// 0 to 9 each, from the first that counts to the last. Empty for zero.
    private var digits: [UInt8]
    /// How many digits stand before the decimal point. Negative: so many zeros stand behind it first.
    private(set) var point: Int

    /// The digits are 0 to 9 each; zeros at either end do not count.
    init(_ digits: [UInt8], point: Int) {
        let leading = digits.prefix { $0 == 0 }.count
        self.digits = Array(digits.dropFirst(leading))
        self.point = point - leading
        trim()
    }

    init(_ number: UInt64) {
        let digits = String(number).utf8.map { $0 - UInt8(ascii: "0") }
        self.init(digits, point: digits.count)
    }

    /// How many digits there are, from the first that counts to the last.
    var count: Int { digits.count }

    private mutating func trim() {
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { point = 0 }
    }

    /// Keeps the first so many digits, or fewer than none. A half goes to the even neighbour.
    private mutating func round(keeping count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            self = DecimalDigits([], point: 0)
            return
        }
        let isOdd = count > 0 && !digits[count - 1].isMultiple(of: 2)
        // The last digit is not zero, so that anything behind the 5 makes it more than a half.
        let isMoreThanHalf = digits[count] > 5 || digits[count] == 5 && digits.count > count + 1
        let goesUp = isMoreThanHalf || digits[count] == 5 && isOdd
        digits.removeLast(digits.count - count)
        if goesUp { increment() }
        trim()
    }

    private mutating func increment() {
        while digits.last == 9 { digits.removeLast() }
        if digits.isEmpty {
            digits = [1]
            point += 1
        } else {
            digits[digits.count - 1] += 1
        }
    }

    /// Digits at places counted from the first; zeros beyond either end.
    private func write(_ places: Range<Int>, to text: inout [UInt8]) {
        for place in places { text.append(UInt8(ascii: "0") + (digits.indices.contains(place) ? digits[place] : 0)) }
    }
}

// MARK: - As text

extension DecimalDigits {
    /// All digits and no more: `1500`, `0.00015`.
    var plain: String { fixed(places: max(0, count - point)) }

    /// Rounded to so many places behind the point.
    func fixed(places: Int) -> String {
        var (rounded, text): (DecimalDigits, [UInt8]) = (self, [])
        rounded.round(keeping: point + places)
        // Without a digit before the point a zero stands there.
        rounded.write(rounded.point > 0 ? 0..<rounded.point : -1..<0, to: &text)
        if places > 0 { text.append(UInt8(ascii: ".")) }
        rounded.write(rounded.point..<(rounded.point + places), to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// One digit, a point, so many digits, and the power of ten: `1.052033e+03`.
    func scientific(places: Int) -> String {
        var (rounded, text): (DecimalDigits, [UInt8]) = (self, [])
        rounded.round(keeping: 1 + places)
        rounded.write(0..<1, to: &text)
        if places > 0 { text.append(UInt8(ascii: ".")) }
        rounded.write(1..<(1 + places), to: &text)
        let exponent = rounded.count == 0 ? 0 : rounded.point - 1
        let power = (exponent.magnitude < 10 ? "0" : "") + String(exponent.magnitude)
        return String(decoding: text, as: UTF8.self) + "e" + (exponent < 0 ? "-" : "+") + power
    }
}
