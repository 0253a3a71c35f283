/// `startsWith`, `endsWith` and `contains` with a constant text.
final class TextTestNode: TruthNode {
    enum Test: String, Sendable {
        case startsWith
        case endsWith
        case contains
    }

    let test: Test
    let operand: any Node
    let text: String
    let range: Range<Int>
    /// Steps that a search takes for every byte of the text searched.
    private let stepsPerByte: Int

    init(_ test: Test, _ operand: any Node, _ text: String, _ range: Range<Int>) {
        self.test = test
        self.operand = operand
        self.text = text
        self.range = range
        stepsPerByte = test == .contains ? text.utf8.count / 8 + 1 : 0
    }

    func isTrue(_ frame: inout Frame) throws(EvaluationError) -> Bool {
        let operand = try operand.value(&frame)
        guard case .string(let value) = operand else {
            let message = "\(test.rawValue)() is not defined for (\(operand.typeName), string)"
            throw EvaluationError(.noSuchOverload, message, at: range)
        }
        switch test {
        case .startsWith: return UTF8Text.hasPrefix(value, text)
        case .endsWith: return UTF8Text.hasSuffix(value, text)
        case .contains:
            try frame.charge(value.utf8.count / LanguageLimits.bytesPerStep * stepsPerByte, range)
            return UTF8Text.contains(value, text)
        }
    }
}
