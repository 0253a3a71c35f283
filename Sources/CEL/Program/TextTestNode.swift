/// `==`, `!=`, `startsWith`, `endsWith` and `contains` with a constant text, the commonest conditions.
final class TextTestNode: TruthNode {
    let test: TextTest
    let operand: any Node
    let isNegated: Bool
    let range: Range<Int>
    /// Steps that a search takes for every byte of the text searched.
    private let stepsPerByte: Int

    init(_ test: TextTest, _ operand: any Node, isNegated: Bool = false, _ range: Range<Int>) {
        self.test = test
        self.operand = operand
        self.isNegated = isNegated
        self.range = range
        stepsPerByte = test.constant.utf8.count / 8 + 1
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        if test.relation == .contains { return try contains(&frame) }
        switch try operand.test(test, &frame) {
        case .holds: return !isNegated
        case .fails: return isNegated
        case .other(let value):
            guard test.relation == .equals else { throw undefined(value) }
            return isNegated
        }
    }

    /// A search is paid for before it begins, so the text is needed first.
    private func contains(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        let value = try operand.value(&frame)
        guard case .string(let text) = value else { throw undefined(value) }
        try frame.charge(text.utf8.count / LanguageLimits.bytesPerStep * stepsPerByte, range)
        return test.holds(text)
    }

    private func undefined(_ value: Value) -> EvaluationError {
        let message = "\(test.relation.rawValue)() is not defined for (\(value.typeName), string)"
        return EvaluationError(.noSuchOverload, message, at: range)
    }
}

extension TextTest {
    /// What a node says about its text.
    enum Answer: Sendable {
        case holds
        case fails
        /// It is no text, but this.
        case other(Value)

        @inline(__always)
        static func of(_ holds: Bool) -> Answer { holds ? .holds : .fails }

        @inline(__always)
        static func about(_ value: Value, _ test: borrowing TextTest) -> Answer {
            if case .string(let text) = value { of(test.holds(text)) } else { .other(value) }
        }
    }
}
