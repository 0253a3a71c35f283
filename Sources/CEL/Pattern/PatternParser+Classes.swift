extension PatternParser {
    /// `[…]`, from behind its bracket.
    mutating func characterClass() throws(PatternFailure) -> ScalarSet {
        var set = ScalarSet(ranges: [], isNegated: take("^"), ignoresCase: flags.ignoresCase)
        var isFirst = true
        while isFirst || peek != "]" {
            isFirst = false
            if let named = try namedClass() {
                set.ranges += named.flattened
            } else {
                try classRange(into: &set)
            }
        }
        index += 1
        return set
    }

    private mutating func classRange(into set: inout ScalarSet) throws(PatternFailure) {
        let low = try next("'[…]'")
        if low == "\\", let letter = peek, let known = ScalarSet.escaped(letter) {
            index += 1
            set.ranges += known.flattened
            return
        }
        let lower = low == "\\" ? try escapedScalar() : low
        guard peek == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
            set.ranges.append(lower.value...lower.value)
            return
        }
        index += 1
        let high = try next("'[…]'")
        let upper = high == "\\" ? try escapedScalar() : high
        guard lower <= upper else { throw PatternFailure("the range '\(lower)-\(upper)' runs backwards") }
        set.ranges.append(lower.value...upper.value)
    }

    /// `[:alpha:]`, within a class.
    private mutating func namedClass() throws(PatternFailure) -> ScalarSet? {
        guard peek == "[", index + 1 < scalars.count, scalars[index + 1] == ":" else { return nil }
        index += 2
        let isNegated = take("^")
        var name = ""
        while let scalar = peek, scalar != ":" {
            name.unicodeScalars.append(scalar)
            index += 1
        }
        guard take(":"), take("]"), let set = ScalarSet.named[name] else {
            throw PatternFailure("'[:\(name):]' is no class")
        }
        return isNegated ? set.inverted : set
    }

    /// What stands behind a backslash, outside of a class.
    mutating func escape() throws(PatternFailure) -> PatternNode {
        guard let letter = peek else { throw PatternFailure("the pattern ends with a backslash") }
        if let set = ScalarSet.escaped(letter) {
            index += 1
            return .take(set)
        }
        let assertions: [Unicode.Scalar: Pattern.Assertion] = [
            "b": .wordBoundary, "B": .notWordBoundary, "A": .textStart, "z": .textEnd,
        ]
        if let assertion = assertions[letter] {
            index += 1
            return .assert(assertion)
        }
        return .take(.one(try escapedScalar(), ignoresCase: flags.ignoresCase))
    }

    private mutating func escapedScalar() throws(PatternFailure) -> Unicode.Scalar {
        let letter = try next("an escape")
        switch letter {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "f": return "\u{0c}"
        case "v": return "\u{0b}"
        case "a": return "\u{07}"
        case "x": return try hexScalar()
        case "p", "P": throw PatternFailure("Unicode classes ('\\\(letter)') are not supported yet")
        case "1"..."9": throw PatternFailure("backreferences ('\\\(letter)') are not supported")
        case "0", "A"..."Z", "a"..."z": throw PatternFailure("'\\\(letter)' is not an escape")
        default: return letter
        }
    }

    /// `\x41` or `\x{1F600}`, from behind the x.
    private mutating func hexScalar() throws(PatternFailure) -> Unicode.Scalar {
        var digits = ""
        if take("{") {
            while try peekHex("}") { digits.unicodeScalars.append(try next("'\\x{…}'")) }
        } else {
            digits.unicodeScalars.append(try next("'\\x'"))
            digits.unicodeScalars.append(try next("'\\x'"))
        }
        guard let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) else {
            throw PatternFailure("'\\x\(digits)' is no code point")
        }
        return scalar
    }

    /// False, and past it, at the closing brace.
    private mutating func peekHex(_ closing: Unicode.Scalar) throws(PatternFailure) -> Bool {
        guard peek != nil else { throw PatternFailure("'\\x{' is not closed") }
        return !take(closing)
    }
}
