public import CEL

extension Template {
    /// The value at one moment.
    /// - Returns: a text for ``Place/text``, ``Place/topic`` and ``Place/path``; plain data (no objects) for ``Place/value``.
    public func render(_ bindings: Bindings, for place: Place) throws(RenderFailure) -> Value {
        switch place {
        case .text: .string(ValueText.text(try value(bindings)))
        case .topic: .string(try topic(bindings))
        case .path: .string(try path(bindings))
        case .value: try value(bindings)
        }
    }

    private func value(_ bindings: Bindings) throws(RenderFailure) -> Value {
        switch form {
        case .literal(let value): return value
        case .expression(let program): return try Self.evaluate(program, bindings)
        case .text(let pieces):
            var text = ""
            for piece in pieces { text += try piece.text(bindings) }
            return .string(text)
        case .list(let elements):
            var values: [Value] = []
            for element in elements { values.append(try element.value(bindings)) }
            return .list(values)
        case .mapping(let entries):
            var values: [(String, Value)] = []
            for entry in entries { values.append((entry.key, try entry.template.value(bindings))) }
            return .map(values)
        }
    }

    private func topic(_ bindings: Bindings) throws(RenderFailure) -> String {
        var topic = ""
        for piece in placedPieces { topic += try piece.topicPart(bindings, isFirst: topic.isEmpty) }
        guard topic.utf8.count <= TopicText.bytesMax else { throw .topicTooLong(bytes: topic.utf8.count) }
        return topic
    }

    private func path(_ bindings: Bindings) throws(RenderFailure) -> String {
        var path = ""
        for piece in placedPieces { path += try piece.pathPart(bindings) }
        return path
    }

    /// What stands in a topic or a path: an expression by itself is a piece like any other.
    private var placedPieces: [Piece] {
        switch form {
        case .literal(let value): [.literal(ValueText.text(value))]
        case .expression(let program): [.expression(program)]
        case .text(let pieces): pieces.flatMap(\.resolved)
        case .list, .mapping: preconditionFailure("the compiler takes only texts for topics and paths")
        }
    }

    static func evaluate(_ program: Program, _ bindings: Bindings) throws(RenderFailure) -> Value {
        do throws(EvaluationError) {
            return ValueText.plain(try program.evaluate(bindings))
        } catch {
            throw .expression(source: program.source, error)
        }
    }
}

extension Template.Piece {
    fileprivate func text(_ bindings: Bindings) throws(RenderFailure) -> String {
        switch self {
        case .literal(let text): text
        case .expression(let program), .input(let program, _, _):
            ValueText.text(try Template.evaluate(program, bindings))
        }
    }

    /// The author's own text stays as it is, slashes included; what an expression yields is kept within its level.
    fileprivate func topicPart(_ bindings: Bindings, isFirst: Bool) throws(RenderFailure) -> String {
        guard case .expression(let program) = self else { return try text(bindings) }
        let part = try text(bindings)
        guard !part.isEmpty else { throw .emptyInTopic(source: program.source) }
        return TopicText.encoded(part, isFirst: isFirst)
    }

    /// The author's own text stays as it is; what an expression yields is kept within its segment.
    fileprivate func pathPart(_ bindings: Bindings) throws(RenderFailure) -> String {
        guard case .expression(let program) = self else { return try text(bindings) }
        let part = try text(bindings)
        guard !part.allSatisfy({ $0 == "." }) else { throw .notInPath(source: program.source) }
        return PathText.encoded(part)
    }
}
