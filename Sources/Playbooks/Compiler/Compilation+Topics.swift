internal import CEL
internal import Domain

// Topics and paths: where a command goes.
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
        guard let pieces = placed(node, named: name, place) else { return nil }
        checkWildcards(pieces.flatMap(\.resolved), at: node)
        for piece in pieces { checkSteering(piece, at: node, place) }
        return Self.joined(pieces)
    }

    /// The path of a URL: what expressions yield stays within its segment, so its beginning is written out.
    mutating func path(_ node: YAMLNode, named name: String, _ place: ExpressionPlace) -> Template? {
        guard let pieces = placed(node, named: name, place) else { return nil }
        guard case .literal(let first)? = pieces.flatMap(\.resolved).first, first.hasPrefix("/") else {
            report(
                .wrongParameter,
                "'\(name)' begins with '/', written out: an expression fills one part of it",
                at: node,
                remedy: "write /block/${{ device.id }}"
            )
            return nil
        }
        return Self.joined(pieces)
    }

    private mutating func placed(_ node: YAMLNode, named name: String, _ place: ExpressionPlace) -> [Template.Piece]? {
        guard let template = template(node, at: place) else { return nil }
        guard let pieces = pieces(of: template) else {
            report(.wrongParameter, "'\(name)' is a text, and this input is not", at: node)
            return nil
        }
        return pieces
    }

    private static func joined(_ pieces: [Template.Piece]) -> Template {
        let literals = pieces.compactMap(\.literal)
        return literals.count == pieces.count ? .literal(.string(literals.joined())) : Template(.text(pieces))
    }

    /// Nil where an input in it is a list or a mapping.
    private mutating func pieces(of template: Template) -> [Template.Piece]? {
        let pieces: [Template.Piece]
        switch template.form {
        case .literal(let value): pieces = [.literal(ValueText.text(value))]
        case .expression(let program): pieces = [.expression(program)]
        case .text(let written): pieces = written
        case .list, .mapping: return nil
        }
        var result: [Template.Piece] = []
        for piece in pieces {
            guard let program = piece.program, let input = input(namedBy: program) else {
                result.append(piece)
                continue
            }
            // An input sees no inputs, so this does not go on for ever.
            guard let standard = self.pieces(of: input.template) else { return nil }
            placement.places.insert(input.name)
            result.append(.input(program, name: input.name, standard: standard))
        }
        return result
    }

    private func input(namedBy program: Program) -> Playbook.Input? {
        inputs.first { program.source == "inputs.\($0.name)" }
    }

    mutating func checkWildcards(_ pieces: [Template.Piece], at node: YAMLNode) {
        // By bytes, as a broker reads it: with a mark that joins it, '#' is another `Character`.
        let isWild = pieces.compactMap(\.literal).contains { $0.utf8.contains { "+#".utf8.contains($0) } }
        if isWild {
            report(.topicWildcard, "a topic holds no '+' and no '#': it names one place", at: node)
        }
    }

    private mutating func checkSteering(_ piece: Template.Piece, at node: YAMLNode, _ place: ExpressionPlace) {
        switch piece {
        case .literal: break
        case .expression(let program), .input(let program, _, _): checkSteering(program, at: node, place)
        }
    }

    /// What a monitor or a device wrote may not choose where a command goes.
    mutating func checkSteering(_ program: Program, at node: YAMLNode, _ place: ExpressionPlace) {
        for path in program.fieldPaths {
            if let origin = Self.outsideText(path) {
                report(
                    .steerableTopic,
                    "'\(path.joined(separator: "."))' comes from \(origin), which could steer this topic",
                    at: node,
                    remedy: "use device.id, or a constant"
                )
            }
            // An item is as trustworthy as the list that it is of.
            if path.first == "item", let list = place.lists.last { checkSteering(list, at: node, place.aroundLoop) }
            guard path.first == "inputs" else { continue }
            for input in inputs where path.count < 2 || path[1] == input.name {
                placement.steers.insert(input.name)
                for inner in input.template.programs { checkSteering(inner, at: node, place) }
            }
        }
    }

    private static func outsideText(_ path: [String]) -> String? {
        if path.first == "event", path != ["event", "device"] { return "the event" }
        if path.first == "steps", path.count < 3 || path[2] == "output" || path[2] == "error" {
            return "what the other side answered"
        }
        if path.first == "previous" { return "what an earlier round gave" }
        return nil
    }
}
