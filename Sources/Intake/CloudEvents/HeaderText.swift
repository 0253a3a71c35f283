import CEL

/// The text that a `ce-` header stands for.
///
/// - Source: CloudEvents 1.0.2, HTTP Protocol Binding, "HTTP Header Values": undo the quoting of RFC 7230, then one
///   round of percent-decoding; what is not UTF-8 then is refused.
enum HeaderText {
    static func decoded(_ value: String, named name: String) throws(EventProblem) -> String {
        let bytes = percentDecoded(unquoted(Array(value.utf8)))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw EventProblem(
                .invalid,
                "the header '\(name)' is not UTF-8 once its percent-encoding is undone",
                remedy: "percent-encode the UTF-8 bytes of each character"
            )
        }
        return text
    }

    private static func unquoted(_ bytes: [UInt8]) -> [UInt8] {
        let quote = UInt8(ascii: "\"")
        guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return bytes }
        var result: [UInt8] = []
        var isEscaped = false
        for byte in bytes.dropFirst().dropLast() {
            if byte == UInt8(ascii: "\\"), !isEscaped {
                isEscaped = true
            } else {
                result.append(byte)
                isEscaped = false
            }
        }
        return result
    }

    private static func percentDecoded(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let decoded = hexadecimal(rest.prefix(2)) {
                result.append(decoded)
                rest.removeFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
        let values = digits.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return values.count == 2 ? UInt8(values[0] << 4 | values[1]) : nil
    }
}
