/// Doubles as text, in the shortest form that reads back the same.
package enum DoubleText {
    /// What `string(x)` gives: `1`, `0.5`, `100000`, `1e+06`, `NaN`, `+Inf`.
    ///
    /// - Source: C's `%g` with as many digits as it takes, which is what cel-go and cel-cpp use.
    package static func plain(_ value: Double) -> String {
        guard !value.isNaN else { return "NaN" }
        guard value.isFinite else { return value < 0 ? "-Inf" : "+Inf" }
        let text = value.magnitude.description
        let sign = value.sign == .minus ? "-" : ""
        let (digits, exponent) = parts(of: text)
        guard !digits.isEmpty else { return sign + "0" }
        guard (-4..<6).contains(exponent) else { return sign + scientific(digits, exponent) }
        return sign + (text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// What one would write in an expression: always recognisably a double.
    package static func literal(_ value: Double) -> String {
        guard value.isFinite else { return "double(\"\(plain(value))\")" }
        return value.description
    }

    /// The digits that count, and the power of ten of the first of them.
    static func parts(of text: String) -> (digits: String, exponent: Int) {
        let halves = text.split(separator: "e")
        let power = halves.count == 2 ? Int(halves[1]) ?? 0 : 0
        let whole = halves[0].prefix { $0 != "." }
        let all = halves[0].filter { $0 != "." }
        let digits = all.drop { $0 == "0" }
        let exponent = power + whole.count - 1 - (all.count - digits.count)
        var trimmed = String(digits)
        while trimmed.hasSuffix("0") { trimmed.removeLast() }
        return (trimmed, exponent)
    }

    private static func scientific(_ digits: String, _ exponent: Int) -> String {
        let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
        let power = String(exponent.magnitude)
        return "\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(power.count < 2 ? "0" : "")\(power)"
    }
}
