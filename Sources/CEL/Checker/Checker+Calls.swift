extension Checker {
    mutating func checkCall(_ call: Expression.Call, _ range: Range<Int>) -> TypedExpression {
        if let misused = misusedMacro(call, range) { return misused }
        if let namespaced = namespacedFunction(call) {
            return resolve(namespaced, .global, call.arguments.map { check($0) }, call, range)
        }
        let style: Overload.Style = call.receiver == nil ? .global : .member
        let name = style == .member ? call.function : visibleFunction(call.function)
        let arguments = ((call.receiver.map { [$0] } ?? []) + call.arguments).map { check($0) }
        return resolve(name, style, arguments, call, range)
    }

    /// `math.greatest` for `math.greatest(1, 2)`, where such a function is declared.
    private func namespacedFunction(_ call: Expression.Call) -> String? {
        guard let receiver = call.receiver, !receiver.isBracketed, let (name, isRooted) = qualified(receiver) else {
            return nil
        }
        return candidates("\(name).\(call.function)", isRooted: isRooted).first { environment.functions.has($0) }
    }

    private func visibleFunction(_ name: String) -> String {
        candidates(name, isRooted: false).first { environment.functions.has($0) } ?? name
    }

    private mutating func resolve(
        _ name: String,
        _ style: Overload.Style,
        _ arguments: [TypedExpression],
        _ call: Expression.Call,
        _ range: Range<Int>
    ) -> TypedExpression {
        let all = environment.functions.overloads(of: name)
        guard all.contains(where: { $0.style == style }) else {
            return unknownFunction(name, style, all, call, range)
        }
        guard let (applicable, others, result) = select(from: all, style, arguments.map(\.type)) else {
            return noOverload(name, all.filter { $0.style == style }, arguments, call, range)
        }
        let type: CELType = mode == .checked ? result : .dyn
        if name == MatchLibrary.name, arguments.count == 2, applicable.allSatisfy(\.isStandard) {
            return TypedExpression(.matches(arguments[0], arguments[1], compiled(arguments[1])), type, range)
        }
        if let folded = folded(name, applicable, arguments, type, range) { return folded }
        let ready = applicable.map { prepared($0, arguments) }
        return TypedExpression(Self.kind(name, ready, others, arguments), type, range)
    }

    /// The overloads that may take arguments of these types, those that take as many of other types, and what the former
    /// give: `dyn` where they do not agree.
    private mutating func select(
        from all: [Overload],
        _ style: Overload.Style,
        _ types: [CELType]
    ) -> (applicable: [Overload], others: [Overload], result: CELType)? {
        var (applicable, others): ([Overload], [Overload]) = ([], [])
        var result: CELType?
        // By index: an overload is large, and most do not apply.
        for index in all.indices where all[index].style == style && all[index].parameters.count == types.count {
            let (parameters, made) = unifier.signature(of: all[index])
            guard unifier.assign(types, to: parameters) else {
                others.append(all[index])
                continue
            }
            applicable.append(all[index])
            let type = unifier.resolve(made)
            result = result == nil || result == type ? type : .dyn
        }
        return result.map { (applicable, others, $0) }
    }

    /// `timestamp("…")` and `duration("…")`: a constant, once and for all, or a mistake that need not wait for an event.
    private mutating func folded(
        _ name: String,
        _ overloads: [Overload],
        _ arguments: [TypedExpression],
        _ type: CELType,
        _ range: Range<Int>
    ) -> TypedExpression? {
        guard mode == .checked, name == "timestamp" || name == "duration", arguments.count == 1, overloads.count == 1,
            overloads[0].isStandard, let constant = arguments[0].constant,
            case .unary(let call) = overloads[0].implementation
        else { return nil }
        do throws(Fault) {
            return try call(constant).map { TypedExpression(.literal($0), type, range) }
        } catch {
            // Its type is no mistake, and what is made of it need not be one more.
            let failure = fail(.badLiteral, error.message, at: arguments[0].range, of: range)
            return TypedExpression(failure.kind, type, range)
        }
    }

    /// The overload with its pattern compiled, where that is a constant.
    private mutating func prepared(_ overload: Overload, _ arguments: [TypedExpression]) -> Overload {
        guard let use = overload.patternUse, let pattern = compiled(arguments[use.parameter]) else { return overload }
        return overload.using(pattern, in: use)
    }

    private mutating func compiled(_ pattern: TypedExpression) -> Pattern? {
        guard case .string(let source)? = pattern.constant else { return nil }
        patternStepsLeft -= Pattern.steps(source)
        guard patternStepsLeft > 0 else {
            report(.tooLarge, "this pattern and those before it are too large together", at: pattern.range)
            return nil
        }
        do throws(PatternFailure) {
            let compiled = try Pattern(source)
            patternStepsLeft -= compiled.stepsTaken
            return compiled
        } catch {
            if error.isTooLarge { patternStepsLeft -= LanguageLimits.constantPatternSteps / 2 }
            report(.badPattern, "this is no pattern: \(error.message)", at: pattern.range)
            return nil
        }
    }

    /// What looks into its operands, or leaves one of them out, has a node of its own.
    private static func kind(
        _ name: String,
        _ overloads: [Overload],
        _ others: [Overload],
        _ arguments: [TypedExpression]
    ) -> TypedExpression.Kind {
        // The others come last: where the check took `dyn` for another type than it then is, one of them is meant.
        guard arguments.count == 2, overloads.allSatisfy(\.isStandard) else {
            return .call(function: name, overloads + others, arguments)
        }
        return switch name {
        case Operator.equal: .equal(arguments[0], arguments[1], negated: false)
        case Operator.notEqual: .equal(arguments[0], arguments[1], negated: true)
        case Operator.isIn: .contains(element: arguments[0], arguments[1])
        case Operator.index: .index(arguments[0], arguments[1], isOptional: false)
        case Operator.optionalIndex: .index(arguments[0], arguments[1], isOptional: true)
        case "or": .alternative(arguments[0], arguments[1], takesValue: false)
        case "orValue": .alternative(arguments[0], arguments[1], takesValue: true)
        default: .call(function: name, overloads + others, arguments)
        }
    }
}

// MARK: - Problems

extension Checker {
    private mutating func unknownFunction(
        _ name: String,
        _ style: Overload.Style,
        _ others: [Overload],
        _ call: Expression.Call,
        _ range: Range<Int>
    ) -> TypedExpression {
        guard others.isEmpty else {
            let wanted = style == .global ? "write x.\(name)(…)" : "write \(name)(x, …)"
            let message = style == .global ? "'\(name)' is called on a value" : "'\(name)' is not called on a value"
            return fail(.unknownFunction, message, at: call.nameRange, of: range, suggestion: wanted)
        }
        let suggestion = advice {
            let names = Array(environment.functions.names) + Array(environment.vocabulary.macros.names)
            return Spelling.closest(to: name, among: names).map(Advice.didYouMean)
        }
        let message = "no function '\(name)' is declared"
        return fail(.unknownFunction, message, at: call.nameRange, of: range, suggestion: suggestion)
    }

    /// A macro with the wrong number of arguments; nil where it may be a function. Its arguments are not looked at: its
    /// variable would count as one that is not declared.
    private mutating func misusedMacro(_ call: Expression.Call, _ range: Range<Int>) -> TypedExpression? {
        let namespaced = call.receiver?.prefixName.map { "\($0).\(call.function)" }
        let macros = environment.vocabulary.macros
        guard let usage = namespaced.flatMap({ macros.usage($0) }) ?? macros.usage(call.function),
            !environment.functions.has(call.function), namespacedFunction(call) == nil
        else { return nil }
        let message = "\(call.function)() is not written like this"
        return fail(.badMacro, message, at: call.nameRange, of: range, suggestion: "write \(usage)")
    }

    private mutating func noOverload(
        _ name: String,
        _ overloads: [Overload],
        _ arguments: [TypedExpression],
        _ call: Expression.Call,
        _ range: Range<Int>
    ) -> TypedExpression {
        let types = arguments.map { unifier.resolve($0.type, openAsDyn: true) }
        let suggestion = Advice.converting(name, types) ?? Advice.signatures(name, overloads)
        if let sign = Operator.sign(of: name) {
            let operands = types.map(\.description).joined(separator: " and ")
            let message =
                name == Operator.index ? "cannot index \(operands)" : "'\(sign)' is not defined for \(operands)"
            return fail(.noOverload, message, at: range, of: range, suggestion: suggestion)
        }
        let given = types.dropFirst(call.receiver == nil || overloads[0].style == .global ? 0 : 1)
        let receiver = given.count < types.count ? " on a \(types[0])" : ""
        let message =
            "\(Function.written(name))() does not take (\(given.map(\.description).joined(separator: ", ")))\(receiver)"
        return fail(.noOverload, message, at: call.nameRange, of: range, suggestion: suggestion)
    }
}
