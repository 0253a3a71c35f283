/// `+ - * / %` on numbers, and `+` on text, bytes and lists. Whole numbers overflow as an error.
enum ArithmeticLibrary {
    static let functions: [Function] = [
        Function(
            Operator.add,
            [
                whole(Int64.self) { $0.addingReportingOverflow($1) },
                whole(UInt64.self) { $0.addingReportingOverflow($1) },
                .of { (a: Double, b: Double) in a + b },
                .of { (a: String, b: String) in a + b },
                .of { (a: [UInt8], b: [UInt8]) in a + b },
                concatenation,
            ]
        ),
        Function(
            Operator.subtract,
            [
                whole(Int64.self) { $0.subtractingReportingOverflow($1) },
                whole(UInt64.self) { $0.subtractingReportingOverflow($1) },
                .of { (a: Double, b: Double) in a - b },
            ]
        ),
        Function(
            Operator.multiply,
            [
                whole(Int64.self) { $0.multipliedReportingOverflow(by: $1) },
                whole(UInt64.self) { $0.multipliedReportingOverflow(by: $1) },
                .of { (a: Double, b: Double) in a * b },
            ]
        ),
        Function(
            Operator.divide,
            [
                division(Int64.self) { $0.dividedReportingOverflow(by: $1) },
                division(UInt64.self) { $0.dividedReportingOverflow(by: $1) },
                .of { (a: Double, b: Double) in a / b },
            ]
        ),
        Function(
            Operator.modulo,
            [
                division(Int64.self) { $0.remainderReportingOverflow(dividingBy: $1) },
                division(UInt64.self) { $0.remainderReportingOverflow(dividingBy: $1) },
            ]
        ),
        Function(
            Operator.negate,
            [
                .of { (value: Int64) throws(Fault) in try exact(Int64(0).subtractingReportingOverflow(value)) },
                .of { (value: Double) in -value },
            ]
        ),
    ]

    private static let concatenation = Overload(
        .global,
        [.list(.parameter("A")), .list(.parameter("A"))],
        .list(.parameter("A")),
        .binary { first, second in
            guard case .list(let first) = first, case .list(let second) = second else { return nil }
            return .list(first + second)
        }
    )

    private typealias Reporting<Number> = @Sendable (Number, Number) -> (partialValue: Number, overflow: Bool)

    private static func whole<Number: FixedWidthInteger & Representable>(
        _: Number.Type,
        _ operation: @escaping Reporting<Number>
    ) -> Overload {
        .of { (a: Number, b: Number) throws(Fault) in try exact(operation(a, b)) }
    }

    private static func division<Number: FixedWidthInteger & Representable>(
        _: Number.Type,
        _ operation: @escaping Reporting<Number>
    ) -> Overload {
        .of { (a: Number, b: Number) throws(Fault) in
            guard b != 0 else { throw Fault(.divideByZero, "division by zero") }
            return try exact(operation(a, b))
        }
    }

    private static func exact<Number>(_ result: (partialValue: Number, overflow: Bool)) throws(Fault) -> Number {
        guard !result.overflow else { throw Fault(.overflow, "the result does not fit 64 bits") }
        return result.partialValue
    }
}
