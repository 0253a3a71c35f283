/// Operators that work on any type: their signatures. What they do is in nodes of their own, which can look into
/// lists and maps under the evaluation's limit.
enum OperatorLibrary {
    private static let a = CELType.parameter("A")
    private static let b = CELType.parameter("B")

    static let functions: [Function] = [
        Function(Operator.equal, equality),
        Function(Operator.notEqual, equality),
        Function(Operator.isIn, [signature([a, .list(a)], .bool), signature([a, .map(a, b)], .bool)]),
        Function(Operator.index, [signature([.list(a), .int], a), signature([.map(a, b), a], b)]),
        Function(Operator.not, [.of { (value: Bool) in !value }]),
    ]

    /// Numbers compare across their types: `event.value == 3` holds for 3.0.
    private static let equality =
        [signature([a, a], .bool)]
        + ComparisonLibrary.mixedNumbers.map { signature([$0.0, $0.1], .bool) }

    private static func signature(_ parameters: [CELType], _ result: CELType) -> Overload {
        Overload(.global, parameters, result) { _ in nil }
    }
}
