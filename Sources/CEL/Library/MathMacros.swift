/// `math.greatest` and `math.least` of three numbers or more: calls of two each, so that every type is checked.
///
/// - Source: cel-go, `ext.Math`.
enum MathMacros {
    static let all = [macro("greatest"), macro("least")]

    private static func macro(_ name: String) -> Macro {
        Macro("math.\(name)", 3...Int.max, usage: "math.\(name)(1, 2, 3)") { call in
            .call(pair(call, call.arguments[...]))
        }
    }

    /// Halved again and again, so that many arguments make no deep tree.
    private static func pair(_ call: Expression.Call, _ arguments: ArraySlice<Expression>) -> Expression.Call {
        let middle = arguments.startIndex + arguments.count / 2
        let halves = [arguments[..<middle], arguments[middle...]].map { half in
            let (first, last) = (half[half.startIndex], half[half.endIndex - 1])
            guard half.count > 1 else { return first }
            return Expression(.call(pair(call, half)), first.range.lowerBound..<last.range.upperBound)
        }
        return Expression.Call(
            function: call.function,
            nameRange: call.nameRange,
            receiver: call.receiver,
            arguments: halves
        )
    }
}
