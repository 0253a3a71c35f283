/// Parts of lists, lists of lists, and lists in order.
///
/// - Source: cel-go, `ext.Lists`, version 2.
enum ListLibrary {
    private static let a = CELType.parameter("A")
    private static let list = CELType.list(a)

    static let functions: [Function] = [
        Function("slice", [Overload(.member, [list, .int, .int], list) { values throws(Fault) in try slice(values) }]),
        Function("flatten", [flattening, flatteningTo]),
        Function("distinct", [transformation(distinct)]),
        Function("reverse", [transformation { elements, _ in elements.reversed() }]),
        Function("sort", Sorting.types.map(sorting)),
        Function(ListMacros.sortBy, Sorting.types.map(sortingBy)),
        Function("lists.range", [range]),
    ]

    /// A list of the same type, made of a list.
    private static func transformation(
        of type: CELType = list,
        _ transform: @escaping @Sendable ([Value], inout Frame) throws(Fault) -> [Value]
    ) -> Overload {
        Overload(
            .member,
            [type],
            type,
            .metered { values, frame throws(Fault) in
                guard case .list(let elements) = values[0] else { return nil }
                return .list(try transform(elements, &frame))
            }
        )
    }

    private static func slice(_ values: [Value]) throws(Fault) -> Value? {
        guard case .list(let elements) = values[0], case .int(let start) = values[1], case .int(let end) = values[2]
        else {
            return nil
        }
        guard 0 <= start, start <= end, end <= elements.count else {
            throw Fault(.indexOutOfRange, "\(start) to \(end) is not within a list of \(elements.count)")
        }
        return .list(Array(elements[Int(start)..<Int(end)]))
    }

    @Sendable private static func distinct(_ elements: [Value], _ frame: inout Frame) throws(Fault) -> [Value] {
        var (seen, result): (ValueSet, [Value]) = (ValueSet(), [])
        for element in elements where try !seen.contains(element, &frame) {
            try seen.insert(element, &frame)
            result.append(element)
        }
        return result
    }

    // MARK: Flattening

    private static let flattening = Overload(
        .member,
        [.list(list)],
        list,
        .metered { values, frame throws(Fault) in try flatten(values[0], depth: 1, &frame) }
    )

    private static let flatteningTo = Overload(
        .member,
        [.list(.dyn), .int],
        .list(.dyn),
        .metered { values, frame throws(Fault) in
            guard case .int(let depth) = values[1] else { return nil }
            guard depth >= 0 else {
                throw Fault(.badArgument, "flatten() goes \(depth) levels deep, which is negative")
            }
            return try flatten(values[0], depth: depth, &frame)
        }
    )

    private static func flatten(_ value: Value, depth: Int64, _ frame: inout Frame) throws(Fault) -> Value? {
        guard case .list(let elements) = value else { return nil }
        var result: [Value] = []
        try flatten(elements, depth: depth, into: &result, &frame)
        return .list(result)
    }

    /// Recursion ends with the value: it was made by an expression or read from a document, and no deeper than one.
    private static func flatten(
        _ elements: [Value],
        depth: Int64,
        into result: inout [Value],
        _ frame: inout Frame
    ) throws(Fault) {
        try frame.pay(elements.count)
        for element in elements {
            if depth > 0, case .list(let inner) = element {
                try flatten(inner, depth: depth - 1, into: &result, &frame)
            } else {
                result.append(element)
            }
        }
    }

    // MARK: Order

    @Sendable private static func sorting(_ type: CELType) -> Overload {
        transformation(of: .list(type)) { elements, frame throws(Fault) in
            try Sorting.places(of: elements, "sort()", &frame).map { elements[$0] }
        }
    }

    /// What `sortBy` becomes: a list, in the order of the keys beside it.
    @Sendable private static func sortingBy(_ type: CELType) -> Overload {
        Overload(
            .member,
            [list, .list(type)],
            list,
            .metered { values, frame throws(Fault) in
                guard case .list(let elements) = values[0], case .list(let keys) = values[1],
                    elements.count == keys.count
                else { return nil }
                return .list(try Sorting.places(of: keys, "sortBy()", &frame).map { elements[$0] })
            }
        )
    }

    // MARK: Range

    private static let range = Overload(
        .global,
        [.int],
        .list(.int),
        .metered { values, frame throws(Fault) in
            guard case .int(let count) = values[0] else { return nil }
            guard count >= 0 else {
                throw Fault(.badArgument, "lists.range() makes a list of \(count) numbers, which is negative")
            }
            // Paid before a list of any length is made.
            try frame.pay(Int(count))
            return .list((0..<count).map { .int($0) })
        }
    )
}
