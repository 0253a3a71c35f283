/// Reads RE2's syntax. What RE2 lacks on purpose, backreferences and looking around, is refused by name; what it has
/// and this does not yet, Unicode classes (`\pL`), too.
struct PatternParser {
    struct Flags {
        var ignoresCase = false
        var dotTakesNewline = false
        var isMultiline = false
    }

    let scalars: [Unicode.Scalar]
    var index = 0
    var flags = Flags()
    private var nesting = 0

    private init(_ source: String) { scalars = Array(source.unicodeScalars) }

    static func parse(_ source: String) throws(PatternFailure) -> PatternNode {
        var parser = PatternParser(source)
        let node = try parser.choice()
        guard parser.peek == nil else { throw PatternFailure("')' closes nothing") }
        return node
    }

    var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        index += 1
        return true
    }

    mutating func next(_ what: String) throws(PatternFailure) -> Unicode.Scalar {
        guard let scalar = peek else { throw PatternFailure("the pattern ends within \(what)") }
        index += 1
        return scalar
    }

    private mutating func choice() throws(PatternFailure) -> PatternNode {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= LanguageLimits.patternNestingMax else { throw PatternFailure("the pattern nests too deep") }
        var parts = [try sequence()]
        while take("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws(PatternFailure) -> PatternNode {
        var parts: [PatternNode] = []
        while let scalar = peek, scalar != "|", scalar != ")" {
            guard let atom = try atom() else { continue }
            parts.append(try repetition(of: atom))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    /// Nil for what only sets flags.
    private mutating func atom() throws(PatternFailure) -> PatternNode? {
        let scalar = try next("the pattern")
        switch scalar {
        case "(": return try group()
        case "[": return .take(try characterClass())
        case "\\": return try escape()
        case ".": return .take(flags.dotTakesNewline ? .any : .exceptNewline)
        case "^": return .assert(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assert(flags.isMultiline ? .lineEnd : .textEnd)
        case "*", "+", "?": throw PatternFailure("'\(scalar)' repeats nothing")
        default: return .take(.one(scalar, ignoresCase: flags.ignoresCase))
        }
    }

    // MARK: Groups

    private mutating func group() throws(PatternFailure) -> PatternNode? {
        let outer = flags
        if take("?"), try groupPrefix() == .flagsOnly { return nil }
        let node = try choice()
        guard take(")") else { throw PatternFailure("'(' is not closed") }
        flags = outer
        return node
    }

    private enum GroupPrefix {
        case body
        case flagsOnly
    }

    private mutating func groupPrefix() throws(PatternFailure) -> GroupPrefix {
        if take("=") || take("!") { throw PatternFailure("looking ahead is not supported") }
        let isNamed = take("P")
        if take("<") {
            if peek == "=" || peek == "!" { throw PatternFailure("looking behind is not supported") }
            while try next("a group's name") != ">" {}
            return .body
        }
        guard !isNamed else { throw PatternFailure("a named group is written (?P<name>…)") }
        var isOn = true
        while true {
            let letter = try next("a group's flags")
            switch letter {
            case ":": return .body
            case ")": return .flagsOnly
            case "-": isOn = false
            case "i": flags.ignoresCase = isOn
            case "s": flags.dotTakesNewline = isOn
            case "m": flags.isMultiline = isOn
            // Which of several matches is preferred does not change whether there is one.
            case "U": continue
            default: throw PatternFailure("'(?\(letter)' is not known")
            }
        }
    }

    // MARK: Repetition

    private mutating func repetition(of atom: PatternNode) throws(PatternFailure) -> PatternNode {
        var result = atom
        var isRepeated = false
        while let (least, most) = try bounds() {
            guard !isRepeated else { throw PatternFailure("a repetition cannot be repeated without brackets") }
            isRepeated = true
            result = .repeated(result, least: least, most: most)
            _ = take("?")
        }
        return result
    }

    private mutating func bounds() throws(PatternFailure) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        let start = index
        guard take("{"), let least = number() else {
            index = start
            return nil
        }
        var most: Int? = least
        if take(",") { most = number() }
        guard take("}") else {
            // Then the brace is a letter like any other.
            index = start
            return nil
        }
        guard max(least, most ?? 0) <= LanguageLimits.patternRepetitionMax, least <= most ?? least else {
            throw PatternFailure("a repetition counts up to \(LanguageLimits.patternRepetitionMax), upwards")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var result: Int?
        while let scalar = peek, ("0"..."9").contains(scalar) {
            // Beyond any limit it may stop counting, not overflow.
            result = min((result ?? 0) * 10 + Int(scalar.value - 48), 1_000_000)
            index += 1
        }
        return result
    }
}
