import CEL
import Domain
import Playbooks

/// What a word means.
struct Hover {
    private let document: Document
    private let context: CompilerContext

    init(_ document: Document, _ context: CompilerContext) {
        self.document = document
        self.context = context
    }

    /// Markdown; nil where there is nothing to say.
    func text(at position: TextPosition) -> String? {
        let parts = findings(at: position) + [meaning(at: position)].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n---\n\n")
    }

    /// Why what is found at a place is a problem.
    private func findings(at position: TextPosition) -> [String] {
        let catalogue = Catalogue()
        let lines = document.lines
        return DocumentFindings.diagnostics(of: document, context).compactMap { diagnostic in
            let (from, to) = lines.range(of: diagnostic.span)
            guard from.line == position.line, from.character <= position.character, position.character <= to.character,
                let problem = catalogue[diagnostic.code]
            else { return nil }
            return "**\(diagnostic.code)**: \(problem.title). \(problem.explanation)"
        }
    }

    private func meaning(at position: TextPosition) -> String? {
        let lines = document.lines
        let (word, start) = lines.word(position)
        guard !word.isEmpty else { return nil }
        if let action = context.action(named: word) { return Self.text(of: action) }
        if let variable = Self.variable(word) { return variable }
        let beginning = TextPosition(line: position.line, character: start)
        switch CursorContext(lines, beginning).slot {
        case .key(let form, _): return form[word].map(Self.text)
        case .parameter(let action, _):
            return context.action(named: action)?.parameters.first { $0.name == word }.map { parameter in
                "**\(parameter.name)**\(parameter.isRequired ? " (required)" : ""): \(parameter.summary)"
            }
        case .value, .nothing: return nil
        }
    }

    private static func text(_ key: Key) -> String {
        let need = key.isRequired ? " (required)" : key.standard.map { " (unless said: `\($0)`)" } ?? ""
        return "**\(key.name)**\(need): \(key.summary)"
    }

    private static func text(of action: ActionDescriptor) -> String {
        let parameters = action.parameters.map { "- `\($0.name)`\($0.isRequired ? " (required)" : ""): \($0.summary)" }
        let undone =
            switch action.reversal {
            case .notNeeded: "nothing to undo"
            case .inverse(let name): "undone by `\(name)`"
            case .final: "**final**: nothing undoes it"
            }
        let reach =
            if action.touchesDevice {
                "touches the device"
            } else if action.openReach != nil {
                "touches what its step says (`touches`)"
            } else {
                "does not touch the device"
            }
        return
            ([
                "**\(action.name)**: \(action.summary)", "",
                "Receiver: \(action.receiver.rawValue); \(undone); \(reach).", "",
            ]
            + parameters).joined(separator: "\n")
    }

    /// `event`, or `event.metric`.
    private static func variable(_ word: String) -> String? {
        let parts = word.split(separator: ".").map(String.init)
        guard let name = parts.first, let entry = VariableCatalogue.all.first(where: { $0.name == name }) else {
            return nil
        }
        guard parts.count > 1 else { return "**\(name)**: \(entry.summary)" }
        let fields = name == "steps" ? VariableCatalogue.result : entry.fields
        let wanted = name == "steps" ? parts.dropFirst(2).first : parts.dropFirst().first
        guard let wanted, let field = fields.first(where: { $0.name == wanted }) else {
            return "**\(name)**: \(entry.summary)"
        }
        return "**\(word)**: `\(field.type)`"
    }
}
