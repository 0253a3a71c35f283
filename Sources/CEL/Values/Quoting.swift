/// Text and bytes as literals.
package enum Quoting {
    package static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars { append(scalar, to: &result) }
        return result + "\""
    }

    package static func quoted(_ bytes: [UInt8]) -> String {
        var result = "b\""
        for byte in bytes {
            if byte < 0x80 { append(Unicode.Scalar(byte), to: &result) } else { result += escape("x", byte, digits: 2) }
        }
        return result + "\""
    }

    /// Quoted and cut short, for a message: text that comes from outside may be of any length.
    package static func excerpt(_ text: String) -> String {
        let head = text.unicodeScalars.prefix(LanguageLimits.excerptMax + 1)
        guard head.count > LanguageLimits.excerptMax else { return quoted(text) }
        return quoted(String(String.UnicodeScalarView(head.dropLast()))) + "…"
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        // It must not steer, hide or turn what stands around it in a log.
        case _ where UnseenCharacter.matches(scalar): result += escape(scalar)
        default: result.unicodeScalars.append(scalar)
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case ..<0x80: escape("x", scalar.value, digits: 2)
        case ..<0x1_0000: escape("u", scalar.value, digits: 4)
        default: escape("U", scalar.value, digits: 8)
        }
    }

    private static func escape(_ letter: String, _ value: some BinaryInteger, digits: Int) -> String {
        let hex = String(value, radix: 16)
        return "\\\(letter)" + String(repeating: "0", count: digits - hex.count) + hex
    }
}

extension Value {
    /// A key as a message names it, cut short.
    var keyExcerpt: String {
        switch self {
        case .string(let text): Quoting.excerpt(text)
        case .null, .bool, .int, .uint, .double: description
        case .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional, .opaque: "of type \(typeName)"
        }
    }
}
