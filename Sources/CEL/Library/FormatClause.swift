/// One clause of `format`: what becomes of a value.
enum FormatClause {
    /// `%s`
    case text
    /// `%d`
    case decimal
    /// `%f`
    case fixed(places: Int)
    /// `%e`
    case scientific(places: Int)
    /// `%b`, `%o`
    case whole(radix: Int)
    /// `%x`, `%X`
    case hexadecimal(isUppercase: Bool)

    /// Nil for a letter that stands for no clause. A precision counts where there may be decimals, and only there.
    init?(_ letter: UInt8, precision: Int) {
        switch Unicode.Scalar(letter) {
        case "s": self = .text
        case "d": self = .decimal
        case "f": self = .fixed(places: precision)
        case "e": self = .scientific(places: precision)
        case "b": self = .whole(radix: 2)
        case "o": self = .whole(radix: 8)
        case "x": self = .hexadecimal(isUppercase: false)
        case "X": self = .hexadecimal(isUppercase: true)
        default: return nil
        }
    }
}
