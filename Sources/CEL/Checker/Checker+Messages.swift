extension Checker {
    /// `Name{field: value}`
    mutating func checkMessage(_ message: Expression.Message, _ range: Range<Int>) -> TypedExpression {
        let known = environment.vocabulary.messages
        let names = candidates(message.name, isRooted: message.isRooted)
        guard let type = names.compactMap({ known[$0] }).first else {
            for assignment in message.assignments { _ = check(assignment.value) }
            let problem = "no message '\(message.name)' is known"
            let suggestion = "use a map, {'key': value}"
            return fail(.unknownName, problem, at: message.nameRange, of: range, suggestion: suggestion)
        }
        var assignments: [TypedExpression.Assignment] = []
        for assignment in message.assignments {
            let value = check(assignment.value)
            guard let index = type.fields.firstIndex(where: { $0.name == assignment.field.name }) else {
                return unknownField(assignment.field, of: type, range)
            }
            check(value, assignment, against: type.fields[index].type)
            if assignments.contains(where: { $0.field == index }) {
                return fail(
                    .wrongType,
                    "'\(assignment.field.name)' is set twice",
                    at: assignment.field.range,
                    of: range
                )
            }
            assignments.append(.init(field: index, value: value, isOptional: assignment.isOptional))
        }
        return TypedExpression(.message(type, assignments), mode == .checked ? type.result : .dyn, range)
    }

    private mutating func unknownField(
        _ field: Expression.Field,
        of type: MessageType,
        _ range: Range<Int>
    ) -> TypedExpression {
        let nearest = Spelling.closest(to: field.name, among: type.fields.map(\.name))
        let message = "\(type.name) has no field '\(field.name)'"
        return fail(.unknownField, message, at: field.range, of: range, suggestion: nearest.map(Advice.didYouMean))
    }

    private mutating func check(
        _ value: TypedExpression,
        _ assignment: Expression.Message.Assignment,
        against wanted: CELType
    ) {
        let given = content(of: value, isOptional: assignment.isOptional)
        guard !unifier.assign([given], to: [wanted]) else { return }
        let name = assignment.field.name
        report(.wrongType, "'\(name)' is a \(wanted), but this is a \(describe(given))", at: value.range)
    }
}
