/// How two values stand to each other.
package enum Order: Sendable {
    case less
    case same
    case greater
    /// One of them is NaN.
    case unordered

    /// Two values of an ordered type, or two numbers of any types. Nil for all others.
    package static func compare(_ left: Value, _ right: Value) -> Order? {
        switch (left, right) {
        case (.string(let left), .string(let right)): UTF8Text.order(left, right)
        case (.bytes(let left), .bytes(let right)):
            left.withUnsafeBufferPointer { left in right.withUnsafeBufferPointer { UTF8Text.order(left, $0) } }
        case (.bool(let left), .bool(let right)): order(!left && right, left && !right)
        case (.timestamp(let left), .timestamp(let right)): order(left < right, right < left)
        case (.duration(let left), .duration(let right)): order(left < right, right < left)
        default: compareNumbers(left, right)
        }
    }

    /// Two numbers, whatever their types. Nil where one of the two is not a number.
    package static func compareNumbers(_ lhs: Value, _ rhs: Value) -> Order? {
        switch (lhs, rhs) {
        case (.double(let left), .double(let right)): left.isNaN || right.isNaN ? .unordered : of(left, right)
        case (.int(let left), .int(let right)): of(left, right)
        case (.double(let left), .int(let right)): of(left, right)
        case (.int(let left), .uint(let right)): of(left, right)
        case (.int(let left), .double(let right)): of(right, left).mirrored
        case (.uint(let left), .int(let right)): of(right, left).mirrored
        case (.uint(let left), .uint(let right)): of(left, right)
        case (.uint(let left), .double(let right)): of(right, left).mirrored
        case (.double(let left), .uint(let right)): of(left, right)
        default: nil
        }
    }

    private static func order(_ isLess: Bool, _ isGreater: Bool) -> Order {
        isLess ? .less : isGreater ? .greater : .same
    }

    private static func of<Number: Comparable>(_ lhs: Number, _ rhs: Number) -> Order {
        lhs < rhs ? .less : lhs == rhs ? .same : .greater
    }

    private static func of(_ lhs: Int64, _ rhs: UInt64) -> Order {
        UInt64(exactly: lhs).map { of($0, rhs) } ?? .less
    }

    /// The specification compares a number beyond an integer's range with that range's end, as a double.
    private static func of<Integer: FixedWidthInteger>(_ lhs: Double, _ rhs: Integer) -> Order {
        guard !lhs.isNaN else { return .unordered }
        return of(lhs, Double(rhs))
    }

    private var mirrored: Order {
        switch self {
        case .less: .greater
        case .same: .same
        case .greater: .less
        case .unordered: .unordered
        }
    }
}
