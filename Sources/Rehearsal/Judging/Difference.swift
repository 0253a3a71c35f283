/// How something is otherwise than a test says: lines of what was expected and of what was.
package struct Difference: Hashable, Sendable {
    package enum Line: Hashable, Sendable {
        case same(String)
        /// Expected, and not so.
        case expected(String)
        /// So, and not expected.
        case actual(String)

        package var isSame: Bool {
            if case .same = self { true } else { false }
        }
    }

    /// The key of `expect`: `steps`.
    package let what: String
    package let lines: [Line]

    init(_ what: String, _ lines: [Line]) {
        self.what = what
        self.lines = lines
    }

    init(_ what: String, expected: String, actual: String) {
        self.init(what, [.expected(expected), .actual(actual)])
    }
}

/// Two lists beside one another, in the order of both: as few changes as there can be.
enum Alignment {
    enum Pair<Expected, Actual> {
        case both(Expected, Actual)
        case expected(Expected)
        case actual(Actual)
    }

    static func pairs<Expected, Actual>(
        _ expected: [Expected],
        _ actual: [Actual],
        by fits: (Expected, Actual) -> Bool
    ) -> [Pair<Expected, Actual>] {
        let lengths = lengths(expected, actual, by: fits)
        var pairs: [Pair<Expected, Actual>] = []
        var (left, right) = (0, 0)
        while left < expected.count || right < actual.count {
            if left < expected.count, right < actual.count, fits(expected[left], actual[right]) {
                pairs.append(.both(expected[left], actual[right]))
                (left, right) = (left + 1, right + 1)
            } else if right == actual.count
                || (left < expected.count && lengths[left + 1][right] > lengths[left][right + 1])
            {
                pairs.append(.expected(expected[left]))
                left += 1
            } else {
                pairs.append(.actual(actual[right]))
                right += 1
            }
        }
        return pairs
    }

    /// Of the longest common part from each place on.
    private static func lengths<Expected, Actual>(
        _ expected: [Expected],
        _ actual: [Actual],
        by fits: (Expected, Actual) -> Bool
    ) -> [[Int]] {
        let row = Array(repeating: 0, count: actual.count + 1)
        var lengths = Array(repeating: row, count: expected.count + 1)
        for left in expected.indices.reversed() {
            for right in actual.indices.reversed() {
                lengths[left][right] =
                    fits(expected[left], actual[right])
                    ? lengths[left + 1][right + 1] + 1 : max(lengths[left + 1][right], lengths[left][right + 1])
            }
        }
        return lengths
    }
}
