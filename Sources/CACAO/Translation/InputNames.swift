/// What variables are called as inputs, and members of `set`.
enum InputNames {
    /// `__Remote-Address__` is `remote_address`.
    static func name(of variable: String) -> String {
        let words = variable.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let name = words.joined(separator: "_").prefix(60)
        guard let first = name.first, first.isLetter, !["true", "false", "null", "in"].contains(name) else {
            return "v_\(name)"
        }
        return name.last == "_" ? String(name.dropLast()) : String(name)
    }

    /// A name for each variable, in their order; where two would be the same the later has a number.
    static func table(of variables: [Variable], besides taken: [String]) -> [String: String] {
        var used = Set(taken)
        var table: [String: String] = [:]
        for variable in variables {
            let base = name(of: variable.name)
            var candidate = base
            var number = 2
            while !used.insert(candidate).inserted {
                candidate = "\(base)_\(number)"
                number += 1
            }
            table[variable.name] = candidate
        }
        return table
    }
}

/// What steps are called: ids that are unique in the playbook.
struct StepNames {
    private var used: Set<String> = []

    /// Such names are taken, though no CACAO step has them.
    mutating func reserve(_ id: String) { used.insert(Self.comparable(id)) }

    /// From what the author calls the step, else from its type and the beginning of its UUID.
    mutating func name(for step: WorkflowStep) -> String {
        let spoken = step.name.map(Self.slug) ?? ""
        let identifier = Identifier(step.id)
        let fallback = Self.slug("\(identifier?.prefix ?? "step") \(identifier?.uuid.prefix(8) ?? "")")
        return unique(spoken.isEmpty ? fallback : spoken)
    }

    mutating func unique(_ base: String) -> String {
        var candidate = base
        var number = 2
        while !used.insert(Self.comparable(candidate)).inserted {
            candidate = "\(base)-\(number)"
            number += 1
        }
        return candidate
    }

    /// In expressions `-` and `_` are the same.
    private static func comparable(_ id: String) -> String { id.replacing("-", with: "_") }

    /// Small letters and digits, words joined by `-`, a letter first; empty where nothing is left.
    static func slug(_ text: String) -> String {
        let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        var slug = ""
        for word in words where slug.utf8.count + word.utf8.count < 48 { slug += slug.isEmpty ? word : "-\(word)" }
        guard let first = slug.first else { return "" }
        return first.isLetter && !["true", "false", "null", "in"].contains(slug) ? slug : "step-\(slug)"
    }
}
