/// What a selection asks a value for: a name, and its place where the type of the value is known.
struct Selector: Sendable {
    let name: String
    let place: TypedExpression.FieldPlace?

    init(_ member: TypedExpression.Member) {
        name = member.name
        place = member.place
    }

    /// What is there, or nil; an error where the value can have nothing of this name. Nil has nothing.
    @inline(__always)
    func read(_ value: Value?, _ range: Range<Int>) throws(EvaluationError) -> Value? {
        switch value {
        case .object(let object):
            // The check may take an object for one of another type: what was `dyn` passes for anything.
            if let place, place.type == object.objectType { return object.field(place.index) }
            return try field(of: object, range)
        case .map(let map): return map[name]
        case nil: return nil
        case let other?: throw noFields(other, range)
        }
    }

    private func field(of object: any Object, _ range: Range<Int>) throws(EvaluationError) -> Value? {
        let type = object.objectType
        guard let index = type.index(of: name) else {
            throw EvaluationError(.noSuchField, "\(type.name) has no field '\(name)'", at: range)
        }
        return object.field(index)
    }

    func noFields(_ value: Value, _ range: Range<Int>) -> EvaluationError {
        EvaluationError(.typeMismatch, "\(Spelling.withArticle("\(value.typeName)")) has no field '\(name)'", at: range)
    }

    func absent(_ range: Range<Int>) -> EvaluationError {
        place == nil
            ? EvaluationError(.noSuchKey, "there is no '\(name)' here", at: range)
            : EvaluationError(.noSuchField, "the field '\(name)' is not set", at: range)
    }
}
