/// `&&` or `||` of two conditions. One that decides makes up for one that fails, in either order.
final class LogicNode: TruthNode {
    let left: any Node
    let right: any Node
    /// What decides: false for `&&`, true for `||`.
    let deciding: Bool
    let range: Range<Int>

    private init(_ left: any Node, _ right: any Node, deciding: Bool, _ range: Range<Int>) {
        self.left = left
        self.right = right
        self.deciding = deciding
        self.range = range
    }

    /// A balanced tree over any number of parts, so that a thousand of them are ten levels deep.
    static func tree(_ parts: ArraySlice<any Node>, deciding: Bool, _ range: Range<Int>) -> any Node {
        if parts.count == 1, let part = parts.first { return part }
        let middle = parts.startIndex + parts.count / 2
        let left = tree(parts[..<middle], deciding: deciding, range)
        return LogicNode(left, tree(parts[middle...], deciding: deciding, range), deciding: deciding, range)
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        do throws(EvaluationError) {
            if try left.isTrue(&frame) == deciding { return deciding }
        } catch {
            return try afterFailure(error, &frame)
        }
        return try right.isTrue(&frame)
    }

    /// The first failure is the one that is told, unless the steps ran out.
    private func afterFailure(_ failure: EvaluationError, _ frame: inout Frame) throws(EvaluationError) -> Bool {
        guard failure.kind != .costExceeded else { throw failure }
        do throws(EvaluationError) {
            if try right.isTrue(&frame) == deciding { return deciding }
        } catch {
            throw error.kind == .costExceeded ? error : failure
        }
        throw failure
    }
}
