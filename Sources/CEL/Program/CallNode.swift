/// A function applied. Where the check left several overloads, they are asked in turn.
final class CallNode: Node {
    let function: String
    let overloads: [Overload]
    let arguments: [any Node]
    let range: Range<Int>

    init(_ function: String, _ overloads: [Overload], _ arguments: [any Node], _ range: Range<Int>) {
        self.function = function
        self.overloads = overloads
        self.arguments = arguments
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        switch arguments.count {
        case 1: return try unary(&frame)
        case 2: return try binary(&frame)
        default: return try variadic(&frame)
        }
    }

    private func unary(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let argument = try arguments[0].value(&frame)
        try frame.charge(argument.shallowCost, range)
        do throws(Fault) {
            for overload in overloads {
                if let cost = overload.cost { try frame.pay(cost([argument])) }
                switch overload.implementation {
                case .unary(let call): if let result = try call(argument) { return result }
                case .variadic(let call): if let result = try call([argument]) { return result }
                case .metered(let call): if let result = try call([argument], &frame) { return result }
                case .binary: continue
                }
            }
        } catch { throw located(error) }
        throw noOverload([argument])
    }

    private func binary(_ frame: inout Frame) throws(EvaluationError) -> Value {
        let first = try arguments[0].value(&frame)
        let second = try arguments[1].value(&frame)
        try frame.charge(first.shallowCost &+ second.shallowCost, range)
        do throws(Fault) {
            for overload in overloads {
                if let cost = overload.cost { try frame.pay(cost([first, second])) }
                switch overload.implementation {
                case .binary(let call): if let result = try call(first, second) { return result }
                case .variadic(let call): if let result = try call([first, second]) { return result }
                case .metered(let call): if let result = try call([first, second], &frame) { return result }
                case .unary: continue
                }
            }
        } catch { throw located(error) }
        throw noOverload([first, second])
    }

    private func variadic(_ frame: inout Frame) throws(EvaluationError) -> Value {
        var values: [Value] = []
        for argument in arguments {
            let value = try argument.value(&frame)
            try frame.charge(value.shallowCost, range)
            values.append(value)
        }
        do throws(Fault) {
            for overload in overloads {
                if let cost = overload.cost { try frame.pay(cost(values)) }
                switch overload.implementation {
                case .variadic(let call): if let result = try call(values) { return result }
                case .metered(let call): if let result = try call(values, &frame) { return result }
                case .unary, .binary: continue
                }
            }
        } catch { throw located(error) }
        throw noOverload(values)
    }

    private func located(_ fault: Fault) -> EvaluationError { EvaluationError(fault.kind, fault.message, at: range) }

    private func noOverload(_ values: [Value]) -> EvaluationError {
        let types = values.map(\.typeName.description).joined(separator: ", ")
        let name = Operator.sign(of: function).map { "'\($0)'" } ?? "\(Function.written(function))()"
        return EvaluationError(.noSuchOverload, "\(name) is not defined for (\(types))", at: range)
    }
}

extension Value {
    /// Steps that a function takes to read the whole of it, one level deep.
    var shallowCost: Int {
        switch self {
        case .string(let text): text.utf8.count / LanguageLimits.bytesPerStep
        case .bytes(let bytes): bytes.count / LanguageLimits.bytesPerStep
        case .list(let elements): elements.count
        case .null, .bool, .int, .uint, .double, .map, .timestamp, .duration, .type, .object, .optional, .opaque: 0
        }
    }

    /// Steps that comparing two texts, or two runs of bytes, takes at most.
    @inline(__always)
    func comparisonCost(_ other: Value) -> Int {
        switch (self, other) {
        case (.string(let left), .string(let right)):
            min(left.utf8.count, right.utf8.count) / LanguageLimits.bytesPerStep
        case (.bytes(let left), .bytes(let right)): min(left.count, right.count) / LanguageLimits.bytesPerStep
        default: 0
        }
    }
}
