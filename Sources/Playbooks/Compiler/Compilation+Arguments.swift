internal import CEL
internal import Domain

extension Compilation {
    /// Nil where something is not right.
    mutating func arguments(
        of descriptor: ActionDescriptor,
        _ fields: YAMLFields,
        _ place: ExpressionPlace
    ) -> Arguments? {
        let written = writtenArguments(fields)
        guard let written else { return nil }
        reportUnknown(written, descriptor)
        var arguments = Arguments()
        var isComplete = true
        for parameter in descriptor.parameters {
            if let entry = written.first(where: { $0.key == parameter.name }) {
                isComplete = take(entry.value, parameter, place, &arguments) && isComplete
            } else if parameter.isRequired, let node = fields["with"] ?? fields["action"] {
                let message = "'\(descriptor.name)' needs '\(parameter.name)': \(parameter.summary)"
                let place = findings.source.span(of: node)
                let start = node.scalar == nil ? findings.source.span(from: node.start, to: node.start) : place
                findings.report(PlaybookProblem.missingParameter, message, at: start)
                isComplete = false
            }
        }
        return isComplete ? arguments : nil
    }

    private mutating func writtenArguments(_ fields: YAMLFields) -> [YAMLEntry]? {
        guard let node = fields["with"], !node.isNull else { return [] }
        return fields.entries("with", &findings)
    }

    private mutating func reportUnknown(_ written: [YAMLEntry], _ descriptor: ActionDescriptor) {
        let names = descriptor.parameters.map(\.name)
        for entry in written where !names.contains(entry.key) {
            findings.report(
                PlaybookProblem.unknownParameter,
                "'\(descriptor.name)' has no parameter \(DisplayText.quoted(entry.key))",
                at: findings.source.span(ofKey: entry),
                remedy: Self.suggestion(for: entry.key, among: names)
                    ?? (names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))")
            )
        }
    }

    /// False where it is not right.
    private mutating func take(
        _ node: YAMLNode,
        _ parameter: ActionDescriptor.Parameter,
        _ place: ExpressionPlace,
        _ arguments: inout Arguments
    ) -> Bool {
        switch parameter.type {
        case .connection(let kind):
            guard let name = connection(node, named: parameter.name, kind) else { return false }
            arguments.connections.append(ActionCall.Connection(parameter: parameter.name, name: name, kind: kind))
            return parameter.name == "connection" || arguments.add(parameter, .literal(.string(name)))
        case .confirmation:
            guard let confirmation = confirmation(node, place) else { return false }
            arguments.confirmation = confirmation
            arguments.awaited = max(arguments.awaited, confirmation.within)
            return true
        case .duration:
            guard let duration = constantDuration(node, parameter) else { return false }
            arguments.awaited = max(arguments.awaited, duration)
            let span = TimeSpan(nanoseconds: duration.nanoseconds)
            return arguments.add(parameter, .literal(.duration(span)))
        case .text: return arguments.add(parameter, text(node, parameter, place))
        case .path: return arguments.add(parameter, path(node, named: parameter.name, place))
        case .topic: return arguments.add(parameter, topic(node, named: parameter.name, place))
        case .choice(let words): return arguments.add(parameter, choice(node, parameter, words))
        case .document: return arguments.add(parameter, template(node, at: place))
        }
    }

    private mutating func text(
        _ node: YAMLNode,
        _ parameter: ActionDescriptor.Parameter,
        _ place: ExpressionPlace
    ) -> Template? {
        guard node.scalar != nil, !node.isNull else {
            reportType(node, parameter.name, "a text")
            return nil
        }
        return template(node, at: place)
    }

    private mutating func choice(
        _ node: YAMLNode,
        _ parameter: ActionDescriptor.Parameter,
        _ words: [String]
    ) -> Template? {
        guard let text = constantText(node, parameter.name) else { return nil }
        guard words.contains(text) else {
            report(
                .wrongParameter,
                "'\(parameter.name)' is one of \(words.joined(separator: ", "))",
                at: node,
                remedy: Self.suggestion(for: text, among: words)
            )
            return nil
        }
        return .literal(.string(text))
    }

    mutating func connection(_ node: YAMLNode, named parameter: String, _ kind: ConnectionKind) -> String? {
        guard let name = constantText(node, parameter) else { return nil }
        guard let connections = context.connections else { return name }
        guard let found = connections[name] else {
            let candidates = connections.filter { $0.value == kind }.keys.sorted()
            report(
                .unknownConnection,
                "no connection \(DisplayText.quoted(name)) is configured",
                at: node,
                remedy: Self.suggestion(for: name, among: candidates)
                    ?? (candidates.isEmpty
                        ? "no \(kind.rawValue) is configured"
                        : "of kind \(kind.rawValue) there are \(candidates.joined(separator: ", "))")
            )
            return nil
        }
        guard found == kind else {
            let message = "'\(name)' is a \(found.rawValue); '\(parameter)' takes a \(kind.rawValue)"
            report(.wrongConnectionKind, message, at: node)
            return nil
        }
        return name
    }

    private mutating func constantDuration(
        _ node: YAMLNode,
        _ parameter: ActionDescriptor.Parameter
    ) -> Duration? {
        guard constantText(node, parameter.name) != nil else { return nil }
        return YAMLFields.duration(node, named: parameter.name, &findings)
    }

    /// What must be known before any event has come.
    private mutating func constantText(_ node: YAMLNode, _ parameter: String) -> String? {
        guard let scalar = node.scalar, !node.isNull, !scalar.text.isEmpty else {
            reportType(node, parameter, "a text")
            return nil
        }
        guard !TemplateScanner.contains(scalar.text) else {
            report(.notConstant, "'\(parameter)' is fixed in the playbook: it takes no ${{ }}", at: node)
            return nil
        }
        return scalar.text
    }

    private mutating func reportType(_ node: YAMLNode, _ parameter: String, _ expected: String) {
        report(.wrongParameter, "'\(parameter)' is \(expected), but this is \(node.kind)", at: node)
    }
}

extension Arguments {
    /// False where there is none.
    fileprivate mutating func add(_ parameter: ActionDescriptor.Parameter, _ template: Template?) -> Bool {
        guard let template else { return false }
        parameters.append((name: parameter.name, template: template))
        return true
    }
}
