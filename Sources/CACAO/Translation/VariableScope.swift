internal import CEL

/// What each variable holds at one place of the workflow, as an expression.
struct VariableScope {
    struct Entry {
        let expression: String
        let type: VariableType
        let isConstant: Bool
        /// Whether it is of the step alone: what is assigned to it is seen by nobody after the step.
        let isLocal: Bool
    }

    /// That a step gives a value to a variable, where it did.
    struct Assignment {
        let name: String
        let condition: String
        let value: String
    }

    private var entries: [String: Entry] = [:]

    subscript(name: String) -> Entry? { entries[name] }

    var names: [String] { entries.keys.sorted() }

    mutating func declare(_ variable: Variable, as expression: String, isLocal: Bool) {
        entries[variable.name] = Entry(
            expression: expression,
            type: variable.type,
            isConstant: variable.isConstant,
            isLocal: isLocal
        )
    }

    /// With the variables of a step, which hide those of the playbook.
    func adding(_ variables: [Variable]) -> Self {
        var copy = self
        for variable in variables { copy.declare(variable, as: Expression.literal(variable.value), isLocal: true) }
        return copy
    }

    mutating func assign(_ assignments: [Assignment]) {
        for assignment in assignments {
            guard let entry = entries[assignment.name], !entry.isLocal else { continue }
            replace(assignment.name, by: "(\(assignment.condition) ? \(assignment.value) : \(entry.expression))")
        }
    }

    mutating func replace(_ name: String, by expression: String) {
        guard let entry = entries[name] else { return }
        entries[name] = Entry(
            expression: expression,
            type: entry.type,
            isConstant: entry.isConstant,
            isLocal: entry.isLocal
        )
    }
}
