/// Finds what a person probably meant.
package enum Spelling {
    /// The candidate nearest to a word, or nil where none is near: at most a third of the word may differ.
    /// Of two equally near the first in alphabetical order, so that a message does not change from run to run.
    package static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
        let letters = Array(word.lowercased().unicodeScalars)
        guard letters.count <= LanguageLimits.spelledLettersMax else { return nil }
        let allowed = max(1, letters.count / 3)
        return
            candidates
            // Each letter more or less is one to insert or to delete.
            .filter { abs($0.unicodeScalars.count - letters.count) <= allowed }
            .map { ($0, distance(letters, Array($0.lowercased().unicodeScalars))) }
            .filter { $0.1 <= allowed }
            .min { ($0.1, $0.0) < ($1.1, $1.0) }?.0
    }

    /// `an int`, `a string`; the names of types that begin with `u` are spoken as `you`.
    package static func withArticle(_ word: String) -> String {
        word.first.map { "aeio".contains($0) } == true ? "an \(word)" : "a \(word)"
    }

    /// Letters to insert, delete, replace or swap with their neighbour to get from one word to the other.
    private static func distance(_ from: [Unicode.Scalar], _ to: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...to.count)
        for row in from.indices {
            var current = [row + 1]
            for column in to.indices {
                let replaced = last[column] + (from[row] == to[column] ? 0 : 1)
                var best = min(replaced, last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, from[row] == to[column - 1], from[row - 1] == to[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[to.count]
    }
}
