/// A text of a test in which `…` stands for anything.
struct TextPattern {
    private static let gap: Character = "…"
    private let text: String

    init(_ text: String) { self.text = text }

    func matches(_ actual: String) -> Bool {
        let parts = text.split(separator: Self.gap, omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return text == actual }
        guard actual.hasPrefix(first) else { return false }
        var rest = actual.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last) && rest.count >= last.count
    }
}
