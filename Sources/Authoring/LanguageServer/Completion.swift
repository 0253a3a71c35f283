import CEL
import Playbooks

/// What may be written at a place.
struct Completion {
    struct Item {
        let label: String
        let detail: String
        /// What is inserted, where it is more than the label.
        let insertion: String?
        let kind: Kind

        /// - Source: Language Server Protocol 3.17, "CompletionItemKind".
        enum Kind: Int64 {
            case field = 5
            case variable = 6
            case property = 10
            case value = 12
            case reference = 18
        }

        var value: Value {
            var members: [(String, Value)] = [
                ("label", .string(label)), ("kind", .int(kind.rawValue)), ("detail", .string(detail)),
            ]
            if let insertion { members.append(("insertText", .string(insertion))) }
            return .map(members)
        }
    }

    private let document: Document
    private let context: CompilerContext

    init(_ document: Document, _ context: CompilerContext) {
        self.document = document
        self.context = context
    }

    func items(at position: TextPosition) -> [Item] {
        let lines = document.lines
        let before = lines.prefix(position)
        if let expression = Self.openExpression(in: before) { return names(behind: expression) }
        switch CursorContext(lines, position).slot {
        case .key(let form, let written): return keys(of: form, but: written)
        case .parameter(let action, let written): return parameters(of: action, but: written)
        case .value(let shape, let key): return values(of: shape, key, behind: before)
        case .nothing: return []
        }
    }

    // MARK: - Keys

    private func keys(of form: Form, but written: Set<String>) -> [Item] {
        form.keys.filter { !written.contains($0.name) }.map { key in
            Item(label: key.name, detail: key.summary, insertion: key.name + ": ", kind: .property)
        }
    }

    private func parameters(of action: String, but written: Set<String>) -> [Item] {
        (context.action(named: action)?.parameters ?? []).filter { !written.contains($0.name) }.map { parameter in
            Item(
                label: parameter.name,
                detail: parameter.summary,
                insertion: parameter.name + ": ",
                kind: .property
            )
        }
    }

    // MARK: - Values

    private func values(of shape: Shape, _ key: String, behind before: Substring) -> [Item] {
        switch shape {
        case .choice(let words): return words.map { Item(label: $0, detail: key, insertion: nil, kind: .value) }
        case .action:
            return context.actionNames.map { name in
                Item(label: name, detail: context.action(named: name)?.summary ?? "", insertion: nil, kind: .value)
            }
        case .connection: return connections(for: key)
        case .stepID: return ids.map { Item(label: $0, detail: "a step", insertion: nil, kind: .reference) }
        case .condition, .expression:
            let typed = before.drop { $0 != ":" }.dropFirst()
            return names(behind: Self.lastWord(of: typed))
        case .either(let shapes): return shapes.flatMap { values(of: $0, key, behind: before) }
        default: return []
        }
    }

    private func connections(for key: String) -> [Item] {
        (context.connections ?? [:]).sorted { $0.key < $1.key }
            .filter { key == "connection" || $0.value.rawValue == key }
            .map { Item(label: $0.key, detail: $0.value.rawValue, insertion: nil, kind: .reference) }
    }

    // MARK: - Expressions

    /// The word that is being typed within a `${{` that is not closed; nil outside of one.
    private static func openExpression(in before: Substring) -> String? {
        guard let opening = before.ranges(of: "${{").last, before[opening.upperBound...].firstRange(of: "}}") == nil
        else {
            return nil
        }
        return lastWord(of: before[opening.upperBound...])
    }

    private static func lastWord(of text: Substring) -> String {
        String(text.reversed().prefix { $0.isLetter || $0.isNumber || "._".contains($0) }.reversed())
    }

    private func names(behind word: String) -> [Item] {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 0, 1: return variables
        case 2 where parts[0] == "steps":
            return ids.map { id in
                Item(label: Scope.fieldName(ofStep: id), detail: "the result of '\(id)'", insertion: nil, kind: .field)
            }
        case 2 where parts[0] == "inputs":
            return inputs.map { Item(label: $0, detail: "an input", insertion: nil, kind: .field) }
        case 2: return fields(VariableCatalogue.all.first { $0.name == parts[0] }?.fields ?? [])
        case 3 where parts[0] == "steps": return fields(VariableCatalogue.result)
        default: return []
        }
    }

    private var variables: [Item] {
        VariableCatalogue.all.map { Item(label: $0.name, detail: $0.summary, insertion: nil, kind: .variable) }
    }

    private func fields(_ fields: [ObjectType.Field]) -> [Item] {
        fields.map { Item(label: $0.name, detail: "\($0.type)", insertion: nil, kind: .field) }
    }

    // MARK: - The document

    /// Every id of the text, as a person would find them.
    private var ids: [String] { document.text.matches(of: /\bid:\s*([a-z][a-z0-9_-]*)/).map { String($0.1) } }

    private var inputs: [String] {
        document.lines.lines.drop { !$0.hasPrefix("inputs:") }.dropFirst()
            .prefix { $0.first == " " || $0.isEmpty }
            .compactMap { line in line.firstMatch(of: /^  ([a-z][a-z0-9_]*):/).map { String($0.1) } }
    }
}
