/// Doubles as text, in the shortest form that reads back the same.
package enum DoubleText {
    /// What `string(x)` gives: `1`, `0.5`, `100000`, `1e+06`, `NaN`, `+Inf`.
    ///
    /// - Source: C's `%g` with as many digits as it takes, which is what cel-go and cel-cpp use.
    package static func plain(_ value: Double) -> String {
        guard !value.isNaN else { return "NaN" }
        guard value.isFinite else { return value < 0 ? "-Inf" : "+Inf" }
        let digits = DecimalDigits(shortest: value)
        let exponent = digits.point - 1
        let text =
            (-4..<6).contains(exponent) || digits.count == 0
            ? digits.plain : digits.scientific(places: digits.count - 1)
        return (value.sign == .minus ? "-" : "") + text
    }

    /// What one would write in an expression: always recognisably a double.
    package static func literal(_ value: Double) -> String {
        guard value.isFinite else { return "double(\"\(plain(value))\")" }
        return value.description
    }
}
