/// A field of an object of known type, by its index.
final class FieldNode: Node {
    let operand: any Node
    let index: Int
    let range: Range<Int>
    let absent: EvaluationError

    init(_ operand: any Node, index: Int, name: String, _ range: Range<Int>) {
        self.operand = operand
        self.index = index
        self.range = range
        absent = EvaluationError(.noSuchField, "the field '\(name)' is not set", at: range)
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        guard let value = try Self.read(operand, index, &frame) else { throw absent }
        return value
    }

    static func read(_ operand: any Node, _ index: Int, _ frame: inout Frame) throws(EvaluationError) -> Value? {
        let value = try operand.value(&frame)
        guard case .object(let object) = value else {
            throw EvaluationError(.typeMismatch, "a \(value.typeName) has no fields", at: operand.range)
        }
        return object.field(index)
    }
}
