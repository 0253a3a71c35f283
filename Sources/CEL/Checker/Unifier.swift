/// Finds out what a type parameter stands for.
///
/// - Source: cel-spec, "Type checking"; the joining of types follows cel-go's checker, so that `[[], [[]]]` and
///   `[1, dyn(1)]` have the types that the conformance tests state.
struct Unifier {
    private var substitutions: [String: CELType] = [:]
    /// What stood in the place of each substitution since the last attempt began, the oldest first.
    private var replaced: [(name: String, type: CELType?)] = []
    private var freshCount = 0
    /// Parts that the attempt may still look at. What is behind them counts as `dyn`.
    private var partsLeft = 0

    /// A parameter that no other signature shares. `#` cannot be written in an expression.
    mutating func fresh(_ name: String = "T") -> CELType {
        freshCount += 1
        return .parameter("\(name)#\(freshCount)")
    }

    /// A signature with parameters of its own.
    mutating func signature(of overload: Overload) -> (parameters: [CELType], result: CELType) {
        guard overload.isGeneric else { return (overload.parameters, overload.result) }
        var renamed: [String: CELType] = [:]
        return (overload.parameters.map { instantiate($0, &renamed) }, instantiate(overload.result, &renamed))
    }

    private mutating func instantiate(_ type: CELType, _ renamed: inout [String: CELType]) -> CELType {
        guard case .parameter(let name) = type else {
            return type.replacingParameters { self.instantiate($0, &renamed) }
        }
        if let known = renamed[name] { return known }
        let made = fresh(name)
        renamed[name] = made
        return made
    }

    /// What is known of a type. What is not known becomes `dyn` where that is asked for.
    func resolve(_ type: CELType, openAsDyn: Bool = false) -> CELType {
        var partsLeft = LanguageLimits.typePartsMax
        return resolve(type, openAsDyn, &partsLeft)
    }

    private func resolve(_ type: CELType, _ openAsDyn: Bool, _ partsLeft: inout Int) -> CELType {
        guard partsLeft > 0 else { return .dyn }
        partsLeft -= 1
        let known = followed(type)
        guard case .parameter = known else { return known.replacingParameters { resolve($0, openAsDyn, &partsLeft) } }
        return openAsDyn ? .dyn : known
    }

    /// What a parameter stands for, from one to the next: there may be thousands of them.
    private func followed(_ type: CELType) -> CELType {
        var type = type
        while case .parameter(let name) = type, let known = substitutions[name] { type = known }
        return type
    }

    /// Whether values of these types may stand where those are wanted; if so, what that says of parameters is kept.
    mutating func assign(_ given: [CELType], to wanted: [CELType]) -> Bool {
        guard given.count == wanted.count else { return false }
        replaced.removeAll(keepingCapacity: true)
        partsLeft = LanguageLimits.typePartsMax * given.count
        let fits = zip(given, wanted).allSatisfy { unify($0, $1) }
        if !fits {
            for (name, type) in replaced.reversed() { substitutions[name] = type }
        }
        return fits
    }

    /// The same, and those on the way lead there at once from now on.
    private mutating func root(of type: CELType) -> CELType {
        let end = followed(type)
        var passed = type
        while case .parameter(let name) = passed, let next = substitutions[name], next != end {
            setSubstitution(end, for: name)
            passed = next
        }
        return end
    }

    private mutating func setSubstitution(_ type: CELType, for name: String) {
        replaced.append((name, substitutions.updateValue(type, forKey: name)))
    }

    /// The one type that both have, or nil: of `list(dyn)` and `list(int)` the more general.
    mutating func join(_ first: CELType, _ second: CELType) -> CELType? {
        assign([first], to: [second]) ? Self.general(first, second) : nil
    }

    /// False where no part may be looked at any more.
    private mutating func look() -> Bool {
        partsLeft -= 1
        return partsLeft >= 0
    }

    private mutating func unify(_ first: CELType, _ second: CELType) -> Bool {
        guard look() else { return true }
        if case .parameter(let name) = second {
            let (fits, isBound) = substitute(first, for: name)
            if fits { return true }
            if isBound { return false }
        }
        if case .parameter(let name) = first { return substitute(second, for: name).fits }
        switch (first, second) {
        case (.dyn, let other), (let other, .dyn):
            settle(other)
            return true
        case (.null, _): return second.isNullable
        case (_, .null): return first.isNullable
        case (.list(let left), .list(let right)): return unify(left, right)
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            return unify(leftKey, rightKey) && unify(leftValue, rightValue)
        case (.type, .type): return true
        case (.wrapper(let left), .wrapper(let right)): return left == right
        case (.wrapper(let inner), let other), (let other, .wrapper(let inner)): return inner == other
        case (.opaque(let left, let leftParameters), .opaque(let right, let rightParameters)):
            return left == right && leftParameters.count == rightParameters.count
                && zip(leftParameters, rightParameters).allSatisfy { unify($0, $1) }
        default: return first == second
        }
    }

    private mutating func substitute(_ type: CELType, for name: String) -> (fits: Bool, isBound: Bool) {
        if type == .parameter(name) { return (true, true) }
        let known = root(of: .parameter(name))
        guard known != .parameter(name) else {
            guard !occurs(name, in: type) else { return (false, false) }
            setSubstitution(type, for: name)
            return (true, false)
        }
        if type == known { return (true, true) }
        guard unify(type, known) else { return (false, true) }
        let general = Self.general(type, known)
        if !occurs(name, in: general) { setSubstitution(general, for: name) }
        return (true, true)
    }

    /// Of what is not known beforehand no part is known either: what `x + dyn(y)` has in it may be anything.
    private mutating func settle(_ type: CELType) {
        guard look() else { return }
        switch type {
        case .parameter(let name): _ = substitute(.dyn, for: name)
        case .list(let inner), .type(let inner), .wrapper(let inner): settle(inner)
        case .map(let key, let value):
            settle(key)
            settle(value)
        case .opaque(_, let parameters): for parameter in parameters { settle(parameter) }
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .object: break
        }
    }

    private mutating func occurs(_ name: String, in type: CELType) -> Bool {
        guard look() else { return true }
        var type = type
        while case .parameter(let other) = type, other != name, let known = substitutions[other] { type = known }
        switch type {
        case .parameter(let other): return other == name
        case .list(let element): return occurs(name, in: element)
        case .map(let key, let value): return occurs(name, in: key) || occurs(name, in: value)
        case .type(let inner), .wrapper(let inner): return occurs(name, in: inner)
        case .opaque(_, let parameters):
            for parameter in parameters where occurs(name, in: parameter) { return true }
            return false
        case .dyn, .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .object: return false
        }
    }

    /// The type of what may be either, of two that fit each other: the less specific wherever they differ.
    private static func general(_ first: CELType, _ second: CELType) -> CELType {
        switch (first, second) {
        case (.dyn, _), (_, .dyn): .dyn
        case (.parameter, _): first
        case (_, .parameter): second
        case (.list(let left), .list(let right)): .list(general(left, right))
        case (.map(let leftKey, let leftValue), .map(let rightKey, let rightValue)):
            .map(general(leftKey, rightKey), general(leftValue, rightValue))
        // What may be null is more general than null itself.
        case (.null, _): second
        case (_, .null): first
        case (_, .wrapper): second
        case (.opaque(let name, let left), .opaque(_, let right)): .opaque(name, zip(left, right).map(general))
        default: first
        }
    }
}
