import CEL
import Testing

/// Expressions, each with what the specification says it comes to, or cel-go where that is silent.
///
/// A row is `expression  =>  value`: the value as ``Value`` describes itself, which tells `1`, `1u` and `1.0` apart, or
/// `fails` where the expression is refused or has no value.
struct SpecificationSection: Sendable {
    struct Row: Sendable, CustomTestStringConvertible {
        let section: String
        let expression: String
        /// Nil for what fails.
        let value: String?

        var testDescription: String { "\(section): \(expression)" }
    }

    let rows: [Row]

    init(_ name: String, _ table: String) {
        rows = table.split(separator: "\n").map { line in
            let halves = line.split(separator: "  =>  ", maxSplits: 1).map(String.init)
            precondition(halves.count == 2, "a row has two halves: \(line)")
            return Row(section: name, expression: halves[0], value: halves[1] == "fails" ? nil : halves[1])
        }
    }

    static let all = [
        lexis, arithmetic, comparison, presence, logic, macros, conversions, types, times, strings, format,
        wellKnownTypes, optionals, bindings, math, encoders, sets, lists, regularExpressions, network, twoVariables,
    ]
}
