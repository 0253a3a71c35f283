internal import CEL
internal import Domain

// Conditions that can never hold.
extension Compilation {
    /// A condition without variables.
    mutating func checkConstant(_ program: Program, at node: YAMLNode) {
        do throws(EvaluationError) {
            guard try program.evaluate(Bindings(scope.environment)) == .bool(false) else { return }
            report(.neverHolds, "this is always false", at: node)
        } catch {
            report(.neverHolds, "this always fails: \(error.message)", at: node)
        }
    }

    /// A trigger's condition against what every event of that type is.
    mutating func checkHolds(_ program: Program, event: String, at node: YAMLNode) {
        checkHolds(program, at: node)
        for (path, value) in program.requiredEqualities where path == ["event", "type"] && value != .string(event) {
            report(
                .neverHolds,
                "this can never hold: 'on.event' takes events of type \(DisplayText.quoted(event)) alone",
                at: node
            )
        }
    }

    /// Equalities that contradict each other, or name a word that a field never has.
    mutating func checkHolds(_ program: Program, at node: YAMLNode) {
        var required: [[String]: Value] = [:]
        for (path, value) in program.requiredEqualities {
            if let other = required.updateValue(value, forKey: path), other != value {
                let name = path.joined(separator: ".")
                report(.neverHolds, "this can never hold: '\(name)' cannot be \(other) and \(value) at once", at: node)
            }
            checkWord(value, of: path, at: node)
        }
    }

    private mutating func checkWord(_ value: Value, of path: [String], at node: YAMLNode) {
        guard case .string(let text) = value, let words = Self.words(of: path), !words.contains(text) else { return }
        report(
            .neverHolds,
            "this can never hold: '\(path.joined(separator: "."))' is one of \(words.joined(separator: ", "))",
            at: node,
            remedy: Self.suggestion(for: text, among: words)
        )
    }

    private static func words(of path: [String]) -> [String]? {
        switch path {
        case ["event", "state"]: Event.State.allCases.map(\.text)
        case ["event", "severity"], ["incident", "severity"]: Severity.allCases.map(\.text)
        default: nil
        }
    }
}
