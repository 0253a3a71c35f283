/// `Name{field: value, ?other: optional}`
final class MessageNode: Node {
    struct Assignment: Sendable {
        let field: Int
        let value: any Node
        let isOptional: Bool
    }

    let type: MessageType
    let assignments: [Assignment]
    let range: Range<Int>

    init(_ type: MessageType, _ assignments: [Assignment], _ range: Range<Int>) {
        self.type = type
        self.assignments = assignments
        self.range = range
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        var fields = [Value?](repeating: nil, count: type.fields.count)
        for assignment in assignments {
            let value = try assignment.value.value(&frame)
            guard frame.spend(walking: value) else {
                throw EvaluationError(.costExceeded, "the message is larger than it is allowed to be", at: range)
            }
            fields[assignment.field] = try content(of: assignment, value)
        }
        do throws(Fault) {
            return try type.construct(fields, &frame)
        } catch {
            throw EvaluationError(error.kind, error.message, at: range)
        }
    }

    /// What a field is set to. The check lets `dyn` pass for any type.
    private func content(of assignment: Assignment, _ value: Value) throws(EvaluationError) -> Value? {
        let content = assignment.isOptional ? try value.content(of: assignment.value, range) : value
        let field = type.fields[assignment.field]
        guard let content, let wanted = field.type.typeName, wanted != content.typeName else { return content }
        let message = "'\(field.name)' is a \(field.type), and not a \(content.typeName)"
        throw EvaluationError(.typeMismatch, message, at: assignment.value.range)
    }
}
