internal import CEL
internal import Domain

extension Compilation {
    /// An MQTT topic that no event can steer.
    ///
    /// `${{ inputs.x }}` by itself stands for the text of that input, so that the slashes in it are the author's own.
    mutating func topic(_ node: YAMLNode?, named name: String, _ place: ExpressionPlace) -> Template? {
        guard let node else { return nil }
        guard let scalar = node.scalar, !node.isNull, !scalar.text.isEmpty else {
            report(.wrongParameter, "'\(name)' is a topic, a text, but this is \(node.kind)", at: node)
            return nil
        }
        guard let template = template(node, at: place) else { return nil }
        guard let pieces = pieces(of: template) else {
            report(.wrongParameter, "'\(name)' is a topic, and this input is not a text", at: node)
            return nil
        }
        checkLiterals(pieces, at: node)
        for program in pieces.compactMap(\.program) { checkSteering(program, at: node) }
        let literals = pieces.compactMap(\.literal)
        return literals.count == pieces.count ? .literal(.string(literals.joined())) : Template(.text(pieces))
    }

    /// Nil where an input in it is a list or a mapping.
    private func pieces(of template: Template) -> [Template.Piece]? {
        let pieces: [Template.Piece]
        switch template.form {
        case .literal(let value): pieces = [.literal(ValueText.text(value))]
        case .expression(let program): pieces = [.expression(program)]
        case .text(let written): pieces = written
        case .list, .mapping: return nil
        }
        var result: [Template.Piece] = []
        for piece in pieces {
            guard let input = piece.program.flatMap({ input(namedBy: $0) }) else {
                result.append(piece)
                continue
            }
            // An input sees no inputs, so this does not go on for ever.
            guard let inner = self.pieces(of: input.template) else { return nil }
            result += inner
        }
        return result
    }

    private func input(namedBy program: Program) -> Playbook.Input? {
        inputs.first { program.source == "inputs.\($0.name)" }
    }

    private mutating func checkLiterals(_ pieces: [Template.Piece], at node: YAMLNode) {
        if pieces.compactMap(\.literal).contains(where: { $0.contains("+") || $0.contains("#") }) {
            report(.topicWildcard, "a topic holds no '+' and no '#': it names one place", at: node)
        }
    }

    /// What a monitor or a device wrote may not choose where a command goes.
    private mutating func checkSteering(_ program: Program, at node: YAMLNode) {
        for path in program.fieldPaths {
            if let origin = Self.outsideText(path) {
                report(
                    .steerableTopic,
                    "'\(path.joined(separator: "."))' comes from \(origin), which could steer this topic",
                    at: node,
                    remedy: "use device.id, or a constant"
                )
            }
            guard path.first == "inputs" else { continue }
            for input in inputs where path.count < 2 || path[1] == input.name {
                for inner in input.template.programs { checkSteering(inner, at: node) }
            }
        }
    }

    private static func outsideText(_ path: [String]) -> String? {
        if path.first == "event", path != ["event", "device"] { return "the event" }
        if path.first == "steps", path.count < 3 || path[2] == "output" || path[2] == "error" {
            return "what the other side answered"
        }
        return nil
    }
}
