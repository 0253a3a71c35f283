/// `< <= > >=`: their signatures. What they do is in a node of its own.
enum ComparisonLibrary {
    static let functions: [Function] = Comparison.allCases.map { comparison in
        Function(
            comparison.function,
            (ordered + mixedNumbers).map { types in
                Overload(
                    .global,
                    [types.0, types.1],
                    .bool,
                    .binary { left, right in
                        Order.compare(left, right).map { .bool(comparison.holds($0)) }
                    }
                )
            }
        )
    }

    /// Numbers of different types compare too.
    static let mixedNumbers: [(CELType, CELType)] = [
        (.int, .uint), (.int, .double), (.uint, .int), (.uint, .double), (.double, .int), (.double, .uint),
    ]

    private static let ordered: [(CELType, CELType)] = [
        (.int, .int), (.uint, .uint), (.double, .double), (.string, .string), (.bytes, .bytes), (.bool, .bool),
        (.timestamp, .timestamp), (.duration, .duration),
    ]
}
