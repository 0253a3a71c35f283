internal import CEL

/// What a plain scalar stands for.
///
/// - Source: YAML 1.2.2, section 10.3.2, without `.inf` and `.nan`, which JSON cannot carry. Nothing of YAML 1.1:
///   `no`, `on` and `12:30` are texts, and `010` is ten.
enum CoreSchema {
    enum Refusal: Error {
        case tooLarge
        case notFinite
    }

    static func resolve(_ text: String) throws(Refusal) -> Value {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        guard let first = text.utf8.first, Self.startsNumbers(first) else { return .string(text) }
        if isNotFinite(text) { throw .notFinite }
        if let digits = text.stripping("0o"), !digits.isEmpty, digits.utf8.allSatisfy({ 48...55 ~= $0 }) {
            return try integer(digits, radix: 8)
        }
        if let digits = text.stripping("0x"), !digits.isEmpty, digits.utf8.allSatisfy(\.isHexDigit) {
            return try integer(digits, radix: 16)
        }
        return try decimal(text)
    }

    private static func startsNumbers(_ byte: UInt8) -> Bool {
        byte.isDigit || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }

    private static func isNotFinite(_ text: String) -> Bool {
        let bare = text.hasPrefix("+") || text.hasPrefix("-") ? String(text.dropFirst()) : text
        return [".inf", ".Inf", ".INF"].contains(bare) || [".nan", ".NaN", ".NAN"].contains(text)
    }

    private static func integer(_ digits: String, radix: Int) throws(Refusal) -> Value {
        guard let number = Int64(digits, radix: radix) else { throw .tooLarge }
        return .int(number)
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, which is an integer without dot and `e`.
    private static func decimal(_ text: String) throws(Refusal) -> Value {
        var rest = text.utf8[...]
        rest.dropSign()
        let whole = rest.dropDigits()
        let hasDot = rest.drop(UInt8(ascii: "."))
        let fraction = hasDot ? rest.dropDigits() : 0
        guard whole + fraction > 0 else { return .string(text) }
        let hasExponent = rest.drop(UInt8(ascii: "e")) || rest.drop(UInt8(ascii: "E"))
        if hasExponent {
            rest.dropSign()
            guard rest.dropDigits() > 0 else { return .string(text) }
        }
        guard rest.isEmpty else { return .string(text) }
        guard hasDot || hasExponent else { return try integer(text, radix: 10) }
        guard let number = Double(text), number.isFinite else { throw .tooLarge }
        return .double(number)
    }
}

extension Substring.UTF8View {
    fileprivate mutating func drop(_ byte: UInt8) -> Bool {
        guard first == byte else { return false }
        removeFirst()
        return true
    }

    fileprivate mutating func dropSign() {
        _ = drop(UInt8(ascii: "+")) || drop(UInt8(ascii: "-"))
    }

    fileprivate mutating func dropDigits() -> Int {
        let digits = prefix(while: \.isDigit).count
        removeFirst(digits)
        return digits
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    fileprivate var isHexDigit: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20)
    }
}

extension String {
    fileprivate func stripping(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
