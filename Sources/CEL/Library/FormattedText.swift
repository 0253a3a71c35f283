/// Collects what `format` makes. Every value pays for its steps before it is written.
struct FormattedText {
    private(set) var text = ""

    mutating func append(_ text: String) { self.text += text }

    mutating func append(_ value: Value, _ clause: FormatClause, _ frame: inout Frame) throws(Fault) {
        switch clause {
        case .text: try append(value, &frame)
        case .decimal: try append(decimal: value, &frame)
        case .fixed(let places):
            try append(value, "%f", &frame, places: places) { $0.fixed(places: places) }
        case .scientific(let places):
            try append(value, "%e", &frame, places: places) { $0.scientific(places: places) }
        case .whole(let radix): try append(whole: value, radix: radix, &frame)
        case .hexadecimal(let isUppercase): try append(hexadecimal: value, isUppercase: isUppercase, &frame)
        }
    }

    private static func wrong(_ value: Value, for clause: String, _ wanted: String) -> Fault {
        Fault(.badArgument, "\(clause) of format() takes \(wanted), not a \(value.typeName)")
    }
}

// MARK: - Numbers

extension FormattedText {
    /// Steps for writing a number with decimals, measured.
    private static let numberSteps = 32

    private mutating func append(decimal value: Value, _ frame: inout Frame) throws(Fault) {
        switch value {
        case .int, .uint, .double: try append(value, &frame)
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional, .opaque:
            throw Self.wrong(value, for: "%d", "a number")
        }
    }

    /// A number with decimals. Of whole numbers every digit counts, also those that a double could not hold.
    private mutating func append(
        _ value: Value,
        _ clause: String,
        _ frame: inout Frame,
        places: Int,
        _ write: (DecimalDigits) -> String
    ) throws(Fault) {
        try frame.pay(Self.numberSteps + places / 4)
        switch value {
        case .int(let number): text += (number < 0 ? "-" : "") + write(DecimalDigits(number.magnitude))
        case .uint(let number): text += write(DecimalDigits(number))
        case .double(let number):
            try frame.pay(DecimalDigits.steps(number))
            text += Self.named(number) ?? Self.sign(number) + write(DecimalDigits(exactly: number))
        case .null, .bool, .string, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional, .opaque:
            throw Self.wrong(value, for: clause, "a number")
        }
    }

    /// What has no digits.
    private static func named(_ number: Double) -> String? {
        number.isNaN ? "NaN" : number.isInfinite ? sign(number) + "Infinity" : nil
    }

    private static func sign(_ number: Double) -> String { number.sign == .minus ? "-" : "" }

    private static func plain(_ number: Double) -> String {
        named(number) ?? sign(number) + DecimalDigits(shortest: number).plain
    }

    private mutating func append(whole value: Value, radix: Int, _ frame: inout Frame) throws(Fault) {
        try frame.pay(Int64.bitWidth / LanguageLimits.bytesPerStep)
        switch value {
        case .int(let number): text += String(number, radix: radix)
        case .uint(let number): text += String(number, radix: radix)
        case .bool(let bool) where radix == 2: text += bool ? "1" : "0"
        case .null, .bool, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional,
            .opaque:
            let clause = radix == 2 ? "%b" : "%o"
            throw Self.wrong(value, for: clause, radix == 2 ? "a whole number or a bool" : "a whole number")
        }
    }

    private mutating func append(hexadecimal value: Value, isUppercase: Bool, _ frame: inout Frame) throws(Fault) {
        try frame.pay(2 * value.shallowCost + 1)
        switch value {
        case .int(let number): text += String(number, radix: 16, uppercase: isUppercase)
        case .uint(let number): text += String(number, radix: 16, uppercase: isUppercase)
        case .string(let string): text += Self.pairs(string.utf8, isUppercase)
        case .bytes(let bytes): text += Self.pairs(bytes, isUppercase)
        case .null, .bool, .double, .list, .map, .timestamp, .duration, .type, .object, .optional, .opaque:
            throw Self.wrong(value, for: isUppercase ? "%X" : "%x", "a whole number, text or bytes")
        }
    }

    private static func pairs(_ bytes: some Sequence<UInt8>, _ isUppercase: Bool) -> String {
        let digits = Array((isUppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * bytes.underestimatedCount)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0xF)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

// MARK: - Any value

extension FormattedText {
    /// `%s`. Recursion ends with the value: it was made by an expression or read from a document, and no deeper than one.
    private mutating func append(_ value: Value, _ frame: inout Frame) throws(Fault) {
        try frame.pay(value.shallowCost + 4)
        switch value {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .int(let number): text += String(number)
        case .uint(let number): text += String(number)
        case .double(let number):
            try frame.pay(Self.numberSteps)
            text += Self.plain(number)
        case .string(let string): text += string
        case .bytes(let bytes): try append(bytes, &frame)
        case .timestamp(let time):
            try frame.pay(Self.numberSteps)
            text += time.description
        case .duration(let span):
            try frame.pay(Self.numberSteps)
            text += Self.plain(Self.seconds(span)) + "s"
        case .type(let type): text += type.description
        case .list(let elements): try append(elements, &frame)
        case .map(let map): try append(map, &frame)
        case .object, .optional, .opaque:
            throw Self.wrong(value, for: "%s", "numbers, bools, text, bytes, times, types, lists and maps")
        }
    }

    private mutating func append(_ elements: [Value], _ frame: inout Frame) throws(Fault) {
        text += "["
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            try append(element, &frame)
        }
        text += "]"
    }

    /// In the order of the keys as they are written.
    private mutating func append(_ map: MapValue, _ frame: inout Frame) throws(Fault) {
        try frame.pay(map.count)
        var entries: [(key: String, value: Value)] = []
        var bytesCount = 0
        for entry in map.entries {
            var key = FormattedText()
            try key.append(entry.key, &frame)
            bytesCount += key.text.utf8.count
            entries.append((key.text, entry.value))
        }
        try frame.pay(Sorting.steps(count: entries.count, bytesCount: bytesCount))
        entries.sort { UTF8Text.order($0.key, $1.key) == .less }
        text += "{"
        for (index, entry) in entries.enumerated() {
            text += (index > 0 ? ", " : "") + entry.key + ": "
            try append(entry.value, &frame)
        }
        text += "}"
    }

    private mutating func append(_ bytes: [UInt8], _ frame: inout Frame) throws(Fault) {
        if let valid = String(validating: bytes, as: UTF8.self) {
            text += valid
        } else {
            try frame.pay(bytes.count)
            text += Self.repaired(bytes)
        }
    }

    /// As text, with one mark for each run of bytes that are none.
    private static func repaired(_ bytes: [UInt8]) -> String {
        var (decoder, iterator, result) = (UTF8(), bytes.makeIterator(), String.UnicodeScalarView())
        var isWithinRun = false
        while true {
            switch decoder.decode(&iterator) {
            case .scalarValue(let scalar):
                result.append(scalar)
                isWithinRun = false
            case .error:
                if !isWithinRun { result.append("\u{FFFD}") }
                isWithinRun = true
            case .emptyInput: return String(result)
            }
        }
    }

    /// The double that the specification has a duration written as.
    private static func seconds(_ span: TimeSpan) -> Double {
        let (seconds, rest) = span.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return Double(seconds) + Double(rest) / 1e9
    }
}
