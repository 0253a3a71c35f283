extension Lexer {
    /// `12`, `0x1F`, `12u`, `1.5`, `.5`, `1e-3`.
    mutating func number() -> Token.Kind? {
        let start = index
        if peek() == UInt8(ascii: "0"), peek(1) == UInt8(ascii: "x") {
            index += 2
            skip { Self.hexValue($0) != nil }
            return whole(start, digits: text((start + 2)..<index), radix: 16)
        }
        skip(Self.isDigit)
        guard skipFraction() || skipExponent() else { return whole(start, digits: text(start..<index), radix: 10) }
        _ = skipExponent()
        return double(start)
    }

    private mutating func whole(_ start: Int, digits: String, radix: Int) -> Token.Kind? {
        let isUnsigned = peek().map { $0 | 0x20 } == UInt8(ascii: "u")
        if isUnsigned { index += 1 }
        guard endsCleanly(start) else { return nil }
        guard let value = UInt64(digits, radix: radix) else {
            let message = digits.isEmpty ? "a hexadecimal number needs digits" : "this number does not fit 64 bits"
            problems.append(Problem(.syntax, message, at: start..<index))
            return nil
        }
        return isUnsigned ? .uint(value) : .int(value)
    }

    private mutating func double(_ start: Int) -> Token.Kind? {
        guard endsCleanly(start) else { return nil }
        guard let value = Double(text(start..<index)) else {
            problems.append(Problem(.syntax, "this is not a number", at: start..<index))
            return nil
        }
        return .double(value)
    }

    /// False, with a problem, where letters follow a number without a space.
    private mutating func endsCleanly(_ start: Int) -> Bool {
        guard let byte = peek(), Self.isLetter(byte) || Self.isDigit(byte) else { return true }
        skip { Self.isLetter($0) || Self.isDigit($0) }
        problems.append(Problem(.syntax, "'\(text(start..<index))' is neither a number nor a name", at: start..<index))
        return false
    }

    private mutating func skipFraction() -> Bool {
        guard peek() == UInt8(ascii: "."), peek(1).map(Self.isDigit) == true else { return false }
        index += 1
        skip(Self.isDigit)
        return true
    }

    private mutating func skipExponent() -> Bool {
        guard peek().map({ $0 | 0x20 }) == UInt8(ascii: "e") else { return false }
        let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
        guard peek(signed ? 2 : 1).map(Self.isDigit) == true else { return false }
        index += signed ? 2 : 1
        skip(Self.isDigit)
        return true
    }

    private mutating func skip(_ belongs: (UInt8) -> Bool) {
        while let byte = peek(), belongs(byte) { index += 1 }
    }

    static func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
