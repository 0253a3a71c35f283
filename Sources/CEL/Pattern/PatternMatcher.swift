/// Follows all ways through a pattern at once, one code point of the text at a time.
struct PatternMatcher {
    private let instructions: [Pattern.Instruction]
    private let text: [Unicode.Scalar]
    /// At which position an instruction was reached last: each is followed once a position, whatever leads there.
    private var reached: [Int]
    private var pending: [Int] = []
    private var active: [Int] = []

    init(_ pattern: Pattern, _ text: String) {
        instructions = pattern.instructions
        self.text = Array(text.unicodeScalars)
        reached = Array(repeating: -1, count: instructions.count)
    }

    /// Whether a match starts somewhere.
    mutating func run() -> Bool {
        for position in 0...text.count {
            if follow(0, at: position) { return true }
            guard position < text.count else { break }
            let taking = active
            active.removeAll(keepingCapacity: true)
            for index in taking {
                guard case .take(let set) = instructions[index], set.contains(text[position]) else { continue }
                if follow(index + 1, at: position + 1) { return true }
            }
        }
        return false
    }

    /// Everything that is reached without taking a code point. True where that is a match.
    private mutating func follow(_ start: Int, at position: Int) -> Bool {
        pending.append(start)
        while let index = pending.popLast() {
            guard reached[index] != position else { continue }
            reached[index] = position
            switch instructions[index] {
            case .take: active.append(index)
            case .split(let first, let second): pending += [second, first]
            case .jump(let target): pending.append(target)
            case .assert(let assertion): if holds(assertion, at: position) { pending.append(index + 1) }
            case .match: return true
            }
        }
        return false
    }

    private func holds(_ assertion: Pattern.Assertion, at position: Int) -> Bool {
        switch assertion {
        case .textStart: position == 0
        case .textEnd: position == text.count
        case .lineStart: position == 0 || text[position - 1] == "\n"
        case .lineEnd: position == text.count || text[position] == "\n"
        case .wordBoundary: isWord(position - 1) != isWord(position)
        case .notWordBoundary: isWord(position - 1) == isWord(position)
        }
    }

    private func isWord(_ position: Int) -> Bool {
        text.indices.contains(position) && ScalarSet.word.contains(text[position])
    }
}
