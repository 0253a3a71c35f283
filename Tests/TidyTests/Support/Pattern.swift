import Foundation

/// A regular expression, kept as a text: there the rules that look at code do not find it.
struct Pattern: Sendable {
    private let text: String
    private let words: [String]

    /// One of the words stands in every text that matches: looking for them first is much faster than the expression.
    init(_ text: String, near words: [String] = []) {
        self.text = text
        self.words = words
    }

    func matches(_ line: some StringProtocol) -> Bool {
        guard words.isEmpty || words.contains(where: { Self.contains($0, in: line) }) else { return false }
        return Substring(line).firstMatch(of: regex) != nil
    }

    private static func contains(_ word: String, in text: some StringProtocol) -> Bool {
        text.withCString { strstr($0, word) != nil }
    }

    /// What the first group caught, for every match.
    func captures(in text: some StringProtocol) -> [String] { groups(in: text).compactMap(\.first) }

    /// What every group caught, for every match.
    func groups(in text: some StringProtocol) -> [[String]] {
        Substring(text).matches(of: regex).map { match in
            (1..<match.output.count).map { String(match.output[$0].substring ?? "") }
        }
    }

    private var regex: Regex<AnyRegexOutput> {
        do {
            // Words as a programmer sees them: 'Clock.now' is two.
            return try Regex(text).anchorsMatchLineEndings().wordBoundaryKind(.simple)
        } catch {
            preconditionFailure("a pattern of a rule is wrong: \(text): \(error)")
        }
    }
}
