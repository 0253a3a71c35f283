/// A field looked up by name: in a map, or in a value whose type shows only now.
final class MemberNode: Node {
    let operand: any Node
    let name: String
    let range: Range<Int>
    private let absent: EvaluationError

    init(_ operand: any Node, name: String, _ range: Range<Int>) {
        self.operand = operand
        self.name = name
        self.range = range
        absent = EvaluationError(.noSuchKey, "there is no '\(name)' here", at: range)
    }

    func value(_ frame: inout Frame) throws(EvaluationError) -> Value {
        guard let value = try Self.read(operand, name, range, &frame) else { throw absent }
        return value
    }

    static func read(
        _ operand: any Node,
        _ name: String,
        _ range: Range<Int>,
        _ frame: inout Frame
    ) throws(EvaluationError) -> Value? {
        switch try operand.value(&frame) {
        case .map(let map): return map[name]
        case .object(let object):
            guard let index = object.objectType.index(of: name) else {
                throw EvaluationError(.noSuchField, "\(object.objectType.name) has no field '\(name)'", at: range)
            }
            return object.field(index)
        case let other:
            throw EvaluationError(.typeMismatch, "a \(other.typeName) has no field '\(name)'", at: range)
        }
    }
}
