internal import CEL
package import Playbooks

/// JSON in the one form in which it is signed.
///
/// - Source: RFC 8785 (JSON Canonicalization Scheme): no white space, keys in the order of their UTF-16 units, numbers
///   as ECMAScript writes doubles, texts with the fewest escapes.
package enum CanonicalJSON {
    package static func bytes(of node: YAMLNode) -> [UInt8] {
        var bytes: [UInt8] = []
        write(node, &bytes)
        return bytes
    }

    private static func write(_ node: YAMLNode, _ bytes: inout [UInt8]) {
        switch node.content {
        case .scalar(let scalar): bytes += text(of: scalar).utf8
        case .sequence(let items):
            bytes.append(UInt8(ascii: "["))
            for (position, item) in items.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                write(item, &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .mapping(let entries):
            bytes.append(UInt8(ascii: "{"))
            let sorted = entries.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (position, entry) in sorted.enumerated() {
                if position > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += quoted(entry.key).utf8
                bytes.append(UInt8(ascii: ":"))
                write(entry.value, &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func text(of scalar: YAMLScalar) -> String {
        switch scalar.value {
        case .string(let text): quoted(text)
        case .int(let number): self.number(Double(number))
        case .uint(let number): self.number(Double(number))
        case .double(let number): self.number(number)
        case .null, .bool, .list, .map, .bytes, .timestamp, .duration, .type, .object, .optional, .opaque: scalar.text
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{8}": result += "\\b"
            case "\t": result += "\\t"
            case "\n": result += "\\n"
            case "\u{C}": result += "\\f"
            case "\r": result += "\\r"
            case ..<" ":
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// As ECMAScript's `Number.prototype.toString` has it.
    package static func number(_ value: Double) -> String {
        guard value != 0 else { return "0" }
        let (digits, point) = decimal(abs(value))
        let sign = value < 0 ? "-" : ""
        switch point {
        case digits.count...21: return sign + digits + String(repeating: "0", count: point - digits.count)
        case 1..<digits.count where point <= 21: return "\(sign)\(digits.prefix(point)).\(digits.dropFirst(point))"
        case -5...0: return "\(sign)0.\(String(repeating: "0", count: -point))\(digits)"
        default:
            let fraction = digits.count > 1 ? ".\(digits.dropFirst())" : ""
            return "\(sign)\(digits.prefix(1))\(fraction)e\(point > 0 ? "+" : "-")\(abs(point - 1))"
        }
    }

    /// The fewest digits that read back as the number, and where the point stands among them.
    private static func decimal(_ value: Double) -> (digits: String, point: Int) {
        // Swift's own description has the fewest digits too, in another layout.
        let parts = value.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = String(mantissa[0])
        let fraction = mantissa.count > 1 ? String(mantissa[1]) : ""
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        let all = whole + fraction
        let leading = all.prefix { $0 == "0" }.count
        var digits = String(all.dropFirst(leading))
        while digits.hasSuffix("0") { digits.removeLast() }
        return (digits, whole.count - leading + exponent)
    }
}
