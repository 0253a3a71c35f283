/// Lists as sets: `sets.contains`, `sets.equivalent`, `sets.intersects`.
///
/// - Source: cel-go, `ext.Sets`.
enum SetLibrary {
    static let functions: [Function] = [
        relation("sets.contains", contains),
        relation("sets.equivalent") { first, second, frame throws(Fault) in
            guard try contains(first, second, &frame) else { return false }
            return try contains(second, first, &frame)
        },
        relation("sets.intersects") { first, second, frame throws(Fault) in
            let set = try ValueSet(second, &frame)
            for value in first where try set.contains(value, &frame) { return true }
            return false
        },
    ]

    private typealias Relation = @Sendable ([Value], [Value], inout Frame) throws(Fault) -> Bool

    /// Numbers of different types are equal, so lists of them go together too.
    private static let types =
        [(CELType.parameter("A"), CELType.parameter("A"))] + ComparisonLibrary.mixedNumbers

    private static func relation(_ name: String, _ holds: @escaping Relation) -> Function {
        Function(
            name,
            types.map { types in
                Overload(
                    .global,
                    [.list(types.0), .list(types.1)],
                    .bool,
                    .metered { values, frame throws(Fault) in
                        guard case .list(let first) = values[0], case .list(let second) = values[1] else { return nil }
                        return .bool(try holds(first, second, &frame))
                    }
                )
            }
        )
    }

    /// Whether everything in the second is in the first.
    @Sendable private static func contains(
        _ first: [Value],
        _ second: [Value],
        _ frame: inout Frame
    ) throws(Fault) -> Bool {
        let set = try ValueSet(first, &frame)
        for value in second where try !set.contains(value, &frame) { return false }
        return true
    }
}
