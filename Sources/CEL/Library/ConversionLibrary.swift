/// `int(x)`, `string(x)` and their like, `type(x)`, `dyn(x)`.
enum ConversionLibrary {
    static let functions: [Function] = [
        Function("type", [Overload(.global, [a], .type(a), .unary { .type($0.typeName) })]),
        Function("dyn", [Overload(.global, [a], .dyn, .unary { $0 })]),
        Function("bool", [.of { (value: Bool) in value }, .of(.global, bool)]),
        Function("bytes", [.of { (value: [UInt8]) in value }, .of { (text: String) in Array(text.utf8) }]),
        Function("int", ints),
        Function("uint", uints),
        Function("double", doubles),
        Function("string", strings),
        Function(
            "timestamp",
            [
                .of { (value: Timestamp) in value }, .of(.global, timestamp(text:)).spelling(),
                .of(.global, timestamp(seconds:)),
            ]
        ),
        Function(
            "duration",
            [
                .of { (value: TimeSpan) in value }, .of(.global, duration(text:)).spelling(),
                .of(.global, duration(nanoseconds:)),
            ]
        ),
    ]

    private static let a = CELType.parameter("A")

    private static let ints: [Overload] = [
        .of { (value: Int64) in value },
        .of { (value: UInt64) throws(Fault) in try whole(Int64(exactly: value), "an int") },
        .of { (value: Double) throws(Fault) in
            // The ends are left out: as doubles they stand for more than one number.
            guard value > -0x1p63, value < 0x1p63 else { throw Fault(.overflow, "\(value) does not fit an int") }
            return Int64(value)
        },
        .of { (text: String) throws(Fault) in try parsed(Int64(text), text, "an int") },
        .of { (value: Timestamp) in value.seconds },
        // The counterpart of duration(int), and not of the seconds that a timestamp gives.
        .of { (value: TimeSpan) in value.nanoseconds },
    ]

    private static let uints: [Overload] = [
        .of { (value: UInt64) in value },
        .of { (value: Int64) throws(Fault) in try whole(UInt64(exactly: value), "a uint") },
        .of { (value: Double) throws(Fault) in
            guard value >= 0, value < 0x1p64 else { throw Fault(.overflow, "\(value) does not fit a uint") }
            return UInt64(value)
        },
        .of(.global, uint(text:)),
    ]

    private static let doubles: [Overload] = [
        .of { (value: Double) in value },
        .of { (value: Int64) in Double(value) },
        .of { (value: UInt64) in Double(value) },
        .of(.global, double(text:)).spelling(),
    ]

    private static let strings: [Overload] = [
        .of { (text: String) in text },
        .of { (value: Bool) in value ? "true" : "false" },
        .of { (value: Int64) in String(value) },
        .of { (value: UInt64) in String(value) },
        .of { (value: Double) in DoubleText.plain(value) }.spelling(),
        .of { (bytes: [UInt8]) throws(Fault) in
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw Fault(.badConversion, "these bytes are not UTF-8")
            }
            return text
        },
        .of { (value: Timestamp) in value.description }.spelling(),
        .of { (value: TimeSpan) in value.description }.spelling(),
    ]

    /// Digits alone: Swift takes a sign too.
    @Sendable private static func uint(text: String) throws(Fault) -> UInt64 {
        // "-0" would be read as a number without a sign.
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        return try parsed(isNegative ? UInt64?.none : UInt64(text), text, "a uint")
    }

    @Sendable private static func double(text: String) throws(Fault) -> Double {
        let value = try parsed(DoubleText.value(text), text, "a double")
        // Infinity has a name; digits that come to it are too large.
        guard value.isFinite || !text.utf8.contains(where: Lexer.isDigit) else {
            throw Fault(.overflow, "\(Quoting.excerpt(text)) does not fit a double")
        }
        return value
    }

    @Sendable private static func bool(_ text: String) throws(Fault) -> Bool {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: throw Fault(.badConversion, "\(Quoting.excerpt(text)) is not a bool")
        }
    }

    @Sendable private static func timestamp(text: String) throws(Fault) -> Timestamp {
        try parsed(Timestamp(text), text, "a timestamp, as in 2006-01-02T15:04:05Z, of the years 1 to 9999")
    }

    @Sendable private static func timestamp(seconds: Int64) throws(Fault) -> Timestamp {
        guard let value = Timestamp(seconds: seconds) else {
            throw Fault(.overflow, "\(seconds) is outside the years 1 to 9999")
        }
        return value
    }

    @Sendable private static func duration(text: String) throws(Fault) -> TimeSpan {
        try parsed(TimeSpan(text), text, "a duration, as in 1h30m or 1.5s, below 292 years")
    }

    @Sendable private static func duration(nanoseconds: Int64) -> TimeSpan { TimeSpan(nanoseconds: nanoseconds) }

    private static func whole<Number>(_ value: Number?, _ what: String) throws(Fault) -> Number {
        guard let value else { throw Fault(.overflow, "the number does not fit \(what)") }
        return value
    }

    private static func parsed<Number>(_ value: Number?, _ text: String, _ what: String) throws(Fault) -> Number {
        guard let value else { throw Fault(.badConversion, "\(Quoting.excerpt(text)) is not \(what)") }
        return value
    }
}

extension Overload {
    /// Costs what reading or writing a time or a double takes.
    fileprivate func spelling() -> Overload { costing { _ in LanguageLimits.spellingSteps } }
}
