import CEL
import JSON
import Playbooks
import Response

/// Effects in a difference: what each was to be, line by line.
enum EffectLines {
    static func lines(_ pair: Alignment.Pair<ExpectedEffect, ActualEffect>) -> [Difference.Line] {
        switch pair {
        case .both(let expected, let actual): compared(expected, actual)
        case .expected(let expected): [.expected(title(expected))] + expected.rest.map { .expected(line($0)) }
        case .actual(let actual):
            [.actual(title(actual))] + actual.request.fields.map { .actual("  \($0.name): \($0.text)") }
        }
    }

    private static func compared(_ expected: ExpectedEffect, _ actual: ActualEffect) -> [Difference.Line] {
        [.same(title(actual))]
            + expected.rest.flatMap { field -> [Difference.Line] in
                let value = actual.value(field.name, like: field.value)
                if let value, Likeness.holds(field.value.naming(actual.key), value) { return [.same(line(field))] }
                let there = value.map { line((field.name, Likeness.cut($0, to: field.value))) }
                return [.expected(line(field)), .actual(there ?? "  \(field.name): (there is none)")]
            }
    }

    private static func title(_ expected: ExpectedEffect) -> String {
        let names = [expected[EffectKey.action], expected[EffectKey.step]].compactMap { value in
            if case .string(let text)? = value { text } else { nil }
        }
        return names.isEmpty ? "an effect" : names.joined(separator: " of ")
    }

    private static func title(_ actual: ActualEffect) -> String { "\(actual.request.action) of \(actual.step.path)" }

    private static func line(_ field: (name: String, value: Value)) -> String {
        let text = if case .string(let text) = field.value { text } else { JSONText.string(field.value) }
        return "  \(field.name): \(text)"
    }
}

extension ExpectedEffect {
    /// What is compared besides which effect it is.
    fileprivate var rest: [(name: String, value: Value)] {
        fields.filter { $0.name != EffectKey.action && $0.name != EffectKey.step }
    }
}
