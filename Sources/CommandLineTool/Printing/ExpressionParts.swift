import CEL
import Playbooks

/// The parts of an expression that say something to a person, each with the place below which its value belongs.
struct ExpressionParts {
    struct Part {
        /// In bytes of the source.
        let range: Range<Int>
        /// Of the operator, or of the function, or of the first letter.
        let anchor: Int
        let outcome: Result<Value, EvaluationError>
    }

    let source: [UInt8]
    let parts: [Part]
    /// Where a long line may end: before an `&&` or `||`, with how deep it stands.
    let breaks: [(place: Int, depth: Int)]

    init(_ explanations: [Explanation], of text: String) {
        let source = Array(text.utf8)
        let shown = explanations.filter { Self.isWorthShowing($0, among: explanations, source) }
        self.source = source
        parts = shown.compactMap { part in
            part.outcome.map {
                Part(range: part.range, anchor: Self.anchor(of: part, among: shown, source), outcome: $0)
            }
        }
        breaks = explanations.compactMap { part in
            guard let place = Self.logicOperator(before: part.range.lowerBound, source) else { return nil }
            return (place, explanations.count { $0.range.contains(place) })
        }
    }

    /// Whether nothing within the part has the same error.
    func arises(_ error: EvaluationError, in part: Part) -> Bool {
        !parts.contains { other in
            guard case .failure(error) = other.outcome else { return false }
            return other.range.count < part.range.count && part.range.contains(other.range)
        }
    }

    func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }

    // MARK: - What is shown

    /// Not what only leads to a field, nor what is written out already.
    private static func isWorthShowing(_ part: Explanation, among all: [Explanation], _ source: [UInt8]) -> Bool {
        guard case .success(let value)? = part.outcome else { return part.outcome != nil }
        if case .object = value { return false }
        if case .map = value, leadsOn(part, among: all, source) { return false }
        let written = String(decoding: source[part.range], as: UTF8.self)
        return written.filter { !$0.isWhitespace } != value.description.filter { !$0.isWhitespace }
    }

    /// Whether a longer part goes on with a field or an index of this one.
    private static func leadsOn(_ part: Explanation, among all: [Explanation], _ source: [UInt8]) -> Bool {
        guard part.range.upperBound < source.count else { return false }
        let next = source[part.range.upperBound]
        return (next == UInt8(ascii: ".") || next == UInt8(ascii: "["))
            && all.contains { $0.range.lowerBound == part.range.lowerBound && $0.range.count > part.range.count }
    }

    // MARK: - Places

    private static func anchor(of part: Explanation, among shown: [Explanation], _ source: [UInt8]) -> Int {
        let start = part.range.lowerBound
        let within = shown.filter { part.range.contains($0.range) && $0.range.count < part.range.count }
        let first = within.min { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
        guard let first else { return start }
        let before = source[start..<first.range.lowerBound]
        if before.allSatisfy({ $0 == UInt8(ascii: "(") || isSpace($0) }) {
            return operation(after: first.range.upperBound, until: part.range.upperBound, source) ?? start
        }
        return operation(before: first.range.lowerBound, from: start, source) ?? start
    }

    /// The operator behind an operand, or the name of the function that is called on it.
    private static func operation(after operand: Int, until end: Int, _ source: [UInt8]) -> Int? {
        guard var place = source[operand..<end].firstIndex(where: { !isSpace($0) }) else { return nil }
        if source[place] == UInt8(ascii: ".") { place += 1 }
        if place < end, source[place] == UInt8(ascii: "?"), source[place - 1] == UInt8(ascii: ".") { place += 1 }
        return place < end && source[place] != UInt8(ascii: ")") ? place : nil
    }

    /// The operator between a constant and an operand: `3 < event.value`.
    private static func operation(before operand: Int, from start: Int, _ source: [UInt8]) -> Int? {
        let before = source[start..<operand]
        guard let last = before.lastIndex(where: { !isSpace($0) }) else { return nil }
        let isOperator = "<>=+-*/%&|".utf8.contains(source[last])
        let word = source[start...last].suffix { !isSpace($0) }
        guard isOperator || word.elementsEqual("in".utf8), word.startIndex > start else { return nil }
        return word.startIndex
    }

    private static func logicOperator(before operand: Int, _ source: [UInt8]) -> Int? {
        guard let last = source[..<operand].lastIndex(where: { !isSpace($0) }), last > 0 else { return nil }
        let pair = source[(last - 1)...last]
        return pair.elementsEqual("&&".utf8) || pair.elementsEqual("||".utf8) ? last - 1 : nil
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}

extension ArraySlice<UInt8> {
    /// The longest end of which it holds.
    fileprivate func suffix(_ holds: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = lastIndex { !holds($0) }.map { $0 + 1 } ?? startIndex
        return self[start...]
    }
}
