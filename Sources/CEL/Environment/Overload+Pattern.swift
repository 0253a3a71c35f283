extension Overload {
    /// What a function does with a pattern that is compiled.
    typealias PatternCall = @Sendable (Pattern, [Value], inout Frame) throws(Fault) -> Value?

    /// A parameter that is a pattern, and what is done with it.
    struct PatternUse: Sendable {
        let parameter: Int
        let call: PatternCall
    }

    /// A function of a pattern. One that is a constant is compiled once, with the program; one that comes from data is
    /// compiled, and paid for, in every call.
    static func matching(
        _ parameters: [CELType],
        _ result: CELType,
        pattern parameter: Int,
        _ call: @escaping PatternCall
    ) -> Overload {
        let implementation = Implementation.metered { values, frame throws(Fault) in
            guard case .string(let source) = values[parameter] else { return nil }
            return try call(try frame.compile(source), values, &frame)
        }
        var overload = Overload(.global, parameters, result, implementation)
        overload.patternUse = PatternUse(parameter: parameter, call: call)
        return overload
    }

    /// The function for this pattern alone.
    func using(_ pattern: Pattern, in use: PatternUse) -> Overload {
        var overload = Overload(
            style,
            parameters,
            result,
            .metered { values, frame throws(Fault) in try use.call(pattern, values, &frame) }
        )
        overload.isStandard = isStandard
        return overload
    }
}
