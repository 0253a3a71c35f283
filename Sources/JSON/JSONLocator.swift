/// Finds the place of an error that the fast parser only knows of. Runs on refused texts alone.
///
/// A strict scanner of RFC 8259, with the limits of the reader: depth, 64-bit integers, no key twice.
struct JSONLocator {
    private let bytes: UnsafeRawBufferPointer
    private let limits: JSONLimits
    private var index = 0
    private var path: [String] = []

    init(_ bytes: UnsafeRawBufferPointer, _ limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// - Returns: what is wrong first; "a value is expected" at the start where this scanner finds nothing.
    mutating func firstProblem() -> JSONProblem {
        do throws(JSONProblem) {
            try checkUTF8()
            skipBlanks()
            guard index < bytes.count else { throw problem(.empty) }
            try scanValue(depth: 0)
            skipBlanks()
            guard index == bytes.count else { throw problem(.trailingContent) }
        } catch {
            return error
        }
        index = 0
        return problem(.unexpected(expected: "a value"))
    }

    func problem(_ kind: JSONProblem.Kind, at offset: Int? = nil) -> JSONProblem {
        let offset = offset ?? index
        var line = 1
        var lineStart = 0
        for position in 0..<min(offset, bytes.count) where bytes[position] == UInt8(ascii: "\n") {
            line += 1
            lineStart = position + 1
        }
        return JSONProblem(
            kind: kind,
            offset: offset,
            line: line,
            column: offset - lineStart + 1,
            path: JSONPointerText.of(path)
        )
    }
}

extension JSONLocator {
    private mutating func scanValue(depth: Int) throws(JSONProblem) {
        guard let byte = peek else { throw problem(.endedEarly(expected: "a value")) }
        switch byte {
        case UInt8(ascii: "{"): try scanObject(depth: depth + 1)
        case UInt8(ascii: "["): try scanArray(depth: depth + 1)
        case UInt8(ascii: "\""): _ = try scanString()
        case UInt8(ascii: "t"): try scanWord("true")
        case UInt8(ascii: "f"): try scanWord("false")
        case UInt8(ascii: "n"): try scanWord("null")
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try scanNumber()
        default: throw problem(.unexpected(expected: "a value"))
        }
    }

    private mutating func scanObject(depth: Int) throws(JSONProblem) {
        guard depth <= limits.depthMax else { throw problem(.tooDeep(depthMax: limits.depthMax)) }
        index += 1
        var names: Set<[UInt8]> = []
        skipBlanks()
        if take("}") { return }
        while true {
            guard peek == UInt8(ascii: "\"") else { throw unexpected(names.isEmpty ? "a key or '}'" : "a key") }
            let start = index
            let name = try scanString()
            path.append(String(decoding: name, as: UTF8.self))
            guard names.insert(name).inserted else { throw problem(.duplicateKey, at: start) }
            skipBlanks()
            guard take(":") else { throw unexpected("':'") }
            skipBlanks()
            try scanValue(depth: depth)
            path.removeLast()
            skipBlanks()
            if take("}") { return }
            guard take(",") else { throw unexpected("',' or '}'") }
            skipBlanks()
        }
    }

    private mutating func scanArray(depth: Int) throws(JSONProblem) {
        guard depth <= limits.depthMax else { throw problem(.tooDeep(depthMax: limits.depthMax)) }
        index += 1
        var position = 0
        skipBlanks()
        if take("]") { return }
        while true {
            path.append(String(position))
            try scanValue(depth: depth)
            path.removeLast()
            position += 1
            skipBlanks()
            if take("]") { return }
            guard take(",") else { throw unexpected("',' or ']'") }
            skipBlanks()
        }
    }

    /// - Returns: the bytes that the string stands for.
    private mutating func scanString() throws(JSONProblem) -> [UInt8] {
        index += 1
        var text: [UInt8] = []
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return text
            case UInt8(ascii: "\\"): try text.append(contentsOf: scanEscape())
            case 0..<0x20: throw problem(.controlCharacter)
            default:
                text.append(byte)
                index += 1
            }
        }
        throw problem(.endedEarly(expected: "the end of a string"))
    }

    private mutating func scanEscape() throws(JSONProblem) -> [UInt8] {
        let start = index
        index += 1
        guard let letter = peek else { throw problem(.endedEarly(expected: "an escape")) }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"):
            guard let scalar = scanScalar() else { throw problem(.invalidEscape, at: start) }
            return Array(String(Character(scalar)).utf8)
        default: throw problem(.invalidEscape, at: start)
        }
    }

    /// What follows `\u`: four digits, or a surrogate pair.
    private mutating func scanScalar() -> Unicode.Scalar? {
        guard let first = scanHexadecimal() else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        guard take("\\"), take("u"), let second = scanHexadecimal(), (0xDC00..<0xE000).contains(second) else {
            return nil
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func scanHexadecimal() -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    private mutating func scanWord(_ word: StaticString) throws(JSONProblem) {
        let start = index
        for position in 0..<word.utf8CodeUnitCount {
            guard peek == word.utf8Start[position] else { throw problem(.unexpected(expected: "a value"), at: start) }
            index += 1
        }
    }

    private mutating func scanNumber() throws(JSONProblem) {
        let start = index
        _ = take("-")
        let isWellFormed = take("0") || skipDigits()
        var isInteger = true
        if isWellFormed, take(".") {
            isInteger = false
            guard skipDigits() else { throw problem(.invalidNumber, at: start) }
        }
        if isWellFormed, take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            guard skipDigits() else { throw problem(.invalidNumber, at: start) }
        }
        // `012` and `1x` are one wrong number, not a number and something after it.
        guard isWellFormed, !isNumberByte(peek) else { throw problem(.invalidNumber, at: start) }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        let fits = isInteger ? Int64(text) != nil || UInt64(text) != nil : Double(text)?.isFinite == true
        guard fits else { throw problem(.numberOutOfRange, at: start) }
    }

    private func isNumberByte(_ byte: UInt8?) -> Bool {
        guard let byte else { return false }
        let scalar = Unicode.Scalar(byte)
        return scalar.properties.isAlphabetic && scalar.isASCII || ("0"..."9").contains(scalar)
            || "+-.".unicodeScalars.contains(scalar)
    }
}

extension JSONLocator {
    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: scalar) else { return false }
        index += 1
        return true
    }

    private mutating func skipDigits() -> Bool {
        let start = index
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { index += 1 }
        return index > start
    }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
    }

    private func unexpected(_ expected: String) -> JSONProblem {
        problem(peek == nil ? .endedEarly(expected: expected) : .unexpected(expected: expected))
    }

    private func checkUTF8() throws(JSONProblem) {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var offset = 0
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let units): offset += units.count
            case .emptyInput: return
            case .error: throw problem(.invalidUTF8, at: offset)
            }
        }
    }
}
