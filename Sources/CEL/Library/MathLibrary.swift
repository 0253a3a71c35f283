/// The greatest and the least of numbers, rounding, signs and bits.
///
/// - Source: cel-go, `ext.Math`, version 2.
enum MathLibrary {
    static let functions: [Function] =
        [
            extreme("math.greatest", .greater),
            extreme("math.least", .less),
            Function("math.ceil", [.of { (value: Double) in value.rounded(.up) }]),
            Function("math.floor", [.of { (value: Double) in value.rounded(.down) }]),
            // Halves go away from zero, and not to the even number.
            Function("math.round", [.of { (value: Double) in value.rounded(.toNearestOrAwayFromZero) }]),
            Function("math.trunc", [.of { (value: Double) in value.rounded(.towardZero) }]),
            Function("math.isNaN", [.of { (value: Double) in value.isNaN }]),
            Function("math.isInf", [.of { (value: Double) in value.isInfinite }]),
            Function("math.isFinite", [.of { (value: Double) in value.isFinite }]),
            Function("math.abs", [.of(.global, absolute), .of { (value: UInt64) in value }, .of(.global, magnitude)]),
            Function(
                "math.sign",
                [.of(.global, sign), .of { (value: UInt64) in min(value, 1) }, .of(.global, signum)]
            ),
            Function(
                "math.sqrt",
                [
                    .of { (value: Double) in value.squareRoot() },
                    .of { (value: Int64) in Double(value).squareRoot() },
                    .of { (value: UInt64) in Double(value).squareRoot() },
                ]
            ),
        ] + bits

    @Sendable private static func absolute(_ value: Int64) throws(Fault) -> Int64 {
        guard value != .min else { throw Fault(.overflow, "the absolute value of \(value) does not fit an int") }
        return abs(value)
    }

    @Sendable private static func magnitude(_ value: Double) -> Double { value.magnitude }

    @Sendable private static func sign(_ value: Int64) -> Int64 { value.signum() }

    @Sendable private static func signum(_ value: Double) -> Double {
        value > 0 ? 1 : value < 0 ? -1 : value.isNaN ? value : 0
    }
}

// MARK: - The greatest and the least

extension MathLibrary {
    private static let numbers: [CELType] = [.int, .uint, .double]

    /// Of one number, of two, or of a list; what is written with more is a macro's.
    private static func extreme(_ name: String, _ wanted: Order) -> Function {
        let pick = { @Sendable (values: [Value]) throws(Fault) -> Value? in try Self.pick(values, wanted, name) }
        let one = numbers.map { Overload(.global, [$0], $0, .unary { value throws(Fault) in try pick([value]) }) }
        let pairs = numbers.map { ($0, $0, result: $0) } + ComparisonLibrary.mixedNumbers.map { ($0, $1, result: .dyn) }
        let two = pairs.map { types in
            Overload(.global, [types.0, types.1], types.result) { values throws(Fault) in try pick(values) }
        }
        let lists = numbers.map { type in
            Overload(
                .global,
                [.list(type)],
                type,
                .unary { list throws(Fault) in
                    guard case .list(let elements) = list else { return nil }
                    guard let result = try pick(elements) else { throw notNumbers(name) }
                    return result
                }
            )
        }
        return Function(name, one + two + lists)
    }

    /// The first of those that no other surpasses. Nil where one is not a number.
    private static func pick(_ values: [Value], _ wanted: Order, _ name: String) throws(Fault) -> Value? {
        guard var result = values.first else { throw Fault(.badArgument, "\(name)() of an empty list") }
        guard numbers.contains(where: { $0.typeName == result.typeName }) else { return nil }
        for value in values.dropFirst() {
            guard let order = Order.compareNumbers(value, result) else { return nil }
            if order == .unordered { throw Fault(.badArgument, "\(name)() of NaN, which has no place in an order") }
            if order == wanted { result = value }
        }
        return result
    }

    private static func notNumbers(_ name: String) -> Fault {
        Fault(.noSuchOverload, "\(name)() takes a list of numbers alone")
    }
}

// MARK: - Bits

extension MathLibrary {
    private static let bits: [Function] = [
        bitwise("math.bitAnd", { $0 & $1 }, { $0 & $1 }),
        bitwise("math.bitOr", { $0 | $1 }, { $0 | $1 }),
        bitwise("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
        Function("math.bitNot", [.of { (value: Int64) in ~value }, .of { (value: UInt64) in ~value }]),
        // Swift's own shifts are total: by 64 and more nothing is left.
        shift("math.bitShiftLeft", { $0 << $1 }, { $0 << $1 }),
        // The sign is a bit like any other: zeros come in from the left.
        shift("math.bitShiftRight", { Int64(bitPattern: UInt64(bitPattern: $0) >> $1) }, { $0 >> $1 }),
    ]

    private static func bitwise(
        _ name: String,
        _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
        _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> Function {
        Function(name, [.of(.global, signed), .of(.global, unsigned)])
    }

    private static func shift(
        _ name: String,
        _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
        _ unsigned: @escaping @Sendable (UInt64, Int64) -> UInt64
    ) -> Function {
        let check = { @Sendable (count: Int64) throws(Fault) in
            guard count >= 0 else { throw Fault(.badArgument, "\(name)() shifts by \(count), which is negative") }
        }
        return Function(
            name,
            [
                .of { (value: Int64, count: Int64) throws(Fault) in
                    try check(count)
                    return signed(value, count)
                },
                .of { (value: UInt64, count: Int64) throws(Fault) in
                    try check(count)
                    return unsigned(value, count)
                },
            ]
        )
    }
}
