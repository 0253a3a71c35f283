/// `element in list`, `key in map`
final class ContainsNode: TruthNode {
    let element: any Node
    let container: any Node
    let range: Range<Int>

    init(_ element: any Node, in container: any Node, _ range: Range<Int>) {
        self.element = element
        self.container = container
        self.range = range
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        let element = try element.value(&frame)
        switch try container.value(&frame) {
        case .list(let list): return try isTrue(element, list, &frame)
        case .map(let map):
            try frame.charge(element.shallowCost, range)
            return MapKey(lookingUp: element).map { map.contains($0) } ?? false
        case let other:
            throw EvaluationError(
                .noSuchOverload,
                "'in' looks into a list or a map, not a \(other.typeName)",
                at: range
            )
        }
    }

    private func isTrue(_ element: Value, _ list: [Value], _ frame: inout Frame) throws(EvaluationError) -> Bool {
        try frame.charge(list.count, range)
        for candidate in list {
            guard let same = frame.areEqual(element, candidate) else {
                throw EvaluationError(.costExceeded, "'in' takes more steps than it is allowed", at: range)
            }
            if same { return true }
        }
        return false
    }
}
