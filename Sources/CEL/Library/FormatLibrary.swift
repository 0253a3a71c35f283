/// `'%s: %.2f'.format([name, value])`
///
/// - Source: cel-spec, "Strings", string.format; cel-go, `ext.Strings`.
enum FormatLibrary {
    static let functions: [Function] = [
        Function(
            "format",
            [
                Overload(
                    .member,
                    [.string, .list(.dyn)],
                    .string,
                    .metered { values, frame throws(Fault) in
                        guard case .string(let pattern) = values[0], case .list(let arguments) = values[1] else {
                            return nil
                        }
                        return .string(try format(pattern, arguments, &frame))
                    }
                )
            ]
        )
    ]

    /// Arguments beyond the last clause are not looked at.
    private static func format(
        _ pattern: String,
        _ arguments: [Value],
        _ frame: inout Frame
    ) throws(Fault) -> String {
        var scanner = FormatScanner(pattern)
        var result = FormattedText()
        var index = 0
        while let part = try scanner.next() {
            try frame.pay(2)
            switch part {
            case .text(let text): result.append(text)
            case .clause(let clause):
                guard index < arguments.count else {
                    let message = "format() has a clause for value \(index + 1), but is given \(arguments.count)"
                    throw Fault(.indexOutOfRange, message)
                }
                try result.append(arguments[index], clause, &frame)
                index += 1
            }
        }
        return result.text
    }
}

/// Takes the pattern of `format` apart.
private struct FormatScanner {
    enum Part {
        case text(String)
        case clause(FormatClause)
    }

    private let bytes: [UInt8]
    private var index = 0

    init(_ pattern: String) { bytes = Array(pattern.utf8) }

    private static let percent = UInt8(ascii: "%")
    private static let precisionDefault = 6

    /// Nil at the end.
    mutating func next() throws(Fault) -> Part? {
        guard index < bytes.count else { return nil }
        guard take(Self.percent) else {
            let text = bytes[index...].prefix { $0 != Self.percent }
            index = text.endIndex
            return .text(String(decoding: text, as: UTF8.self))
        }
        if take(Self.percent) { return .text("%") }
        return .clause(try clause())
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func clause() throws(Fault) -> FormatClause {
        let precision = try precision()
        guard index < bytes.count else {
            throw Fault(.badArgument, "the text of format() ends within a clause; for the sign alone write '%%'")
        }
        guard let clause = FormatClause(bytes[index], precision: precision) else {
            let letter = String(decoding: bytes[index...].prefix(4), as: UTF8.self).unicodeScalars.prefix(1)
            let written = Quoting.quoted("%\(String(letter))")
            let message = "\(written) is no clause of format(): there are %s, %d, %f, %e, %b, %o, %x, %X and %%"
            throw Fault(.badArgument, message)
        }
        index += 1
        return clause
    }

    private mutating func precision() throws(Fault) -> Int {
        guard take(UInt8(ascii: ".")) else { return Self.precisionDefault }
        let digits = bytes[index...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        index = digits.endIndex
        guard let precision = Int(String(decoding: digits, as: UTF8.self)),
            precision <= LanguageLimits.formatPrecisionMax
        else {
            let message = "a precision of format() is a number up to \(LanguageLimits.formatPrecisionMax), as in %.2f"
            throw Fault(.badArgument, message)
        }
        return precision
    }
}
