internal import CEL
internal import JSON
internal import Playbooks

// What commands become.
extension Translator {
    mutating func pieces(
        _ action: WorkflowStep.ActionBody,
        of step: WorkflowStep,
        _ extended: Properties?,
        _ scope: VariableScope
    ) -> [Piece] {
        if let raw = extended?["step"] { return [self.raw(raw)] }
        return action.commands.flatMap { command in
            switch command.body {
            case .manual(let text): manual(text, of: step, action, extended, scope)
            case .http(let request): http(request, action, extended, scope)
            case .cordon(let name, let with): cordon(command, name, with, extended, scope)
            }
        }
    }

    /// A step of Cordon as it is.
    private func raw(_ node: YAMLNode) -> Piece {
        guard case .mapping(let entries) = node.content else { return Piece(keys: [("action", node)], node: node) }
        let isFinal = entries.contains { $0.key == "fail" || $0.key == "end" }
        return Piece(keys: entries.map { ($0.key, $0.value) }, isFinal: isFinal, node: node)
    }

    // MARK: - People

    /// A person is told what to do, and says when it is done.
    private mutating func manual(
        _ text: Text,
        of step: WorkflowStep,
        _ action: WorkflowStep.ActionBody,
        _ extended: Properties?,
        _ scope: VariableScope
    ) -> [Piece] {
        var told = [("instruction", template(text, scope))]
        if let agent = playbook.agents[action.agent.id] { told.append(("agent", template(agent.name, scope))) }
        let time = step.timeout.map { Made.text(DurationText.text(.milliseconds($0.milliseconds)), at: $0.node) }
        let policy = Made.mapping([("within", time ?? Made.text(Self.manualTime, at: text.node))], at: text.node)
        return [
            Piece(keys: [("set", Made.mapping(told, at: text.node))], node: text.node),
            Piece(keys: [("approval", extended?["approval"] ?? policy)], node: text.node),
        ]
    }

    /// How long a person has for a manual command that does not say.
    static let manualTime = "24h"

    // MARK: - HTTP

    private mutating func http(
        _ request: HTTPCommand,
        _ action: WorkflowStep.ActionBody,
        _ extended: Properties?,
        _ scope: VariableScope
    ) -> [Piece] {
        let targets = action.targets.compactMap { reference in playbook.targets[reference.id].map { (reference, $0) } }
        let agent = playbook.agents[action.agent.id].map { [(action.agent, $0)] } ?? []
        let destinations = (targets.isEmpty ? agent : targets).filter { $0.1.isReachable }
        guard !destinations.isEmpty else {
            if !targets.isEmpty || !agent.isEmpty {
                report(
                    .noDestination,
                    "neither its targets nor its agent say where this request goes",
                    at: request.line.node,
                    remedy: "give the step a target of type 'http-api', whose name is that of a connection"
                )
            }
            return []
        }
        for (reference, destination) in destinations where destination.hasOpenName {
            report(
                .noDestination,
                "where this request goes is fixed, and '\(DisplayText.shortened(destination.name.value))' is a variable",
                at: reference.node,
                remedy: "give the target a name of its own, or 'connection' in Cordon's extension"
            )
        }
        return destinations.map { reference, destination in
            self.request(request, to: destination, at: reference.node, extended, scope)
        }
    }

    private mutating func request(
        _ request: HTTPCommand,
        to destination: AgentTarget,
        at node: YAMLNode,
        _ extended: Properties?,
        _ scope: VariableScope
    ) -> Piece {
        let connection = destination.connection?.value ?? StepNames.slug(destination.name.value)
        var with = [
            ("connection", Made.text(connection, at: node)),
            ("method", Made.text(request.method, at: request.line.node)),
            ("path", template(Text(request.target, request.line.node), scope)),
        ]
        if !request.headers.isEmpty {
            let headers = request.headers.map { ($0.name, template($0.value, scope)) }
            with.append(("headers", Made.mapping(headers, at: request.line.node)))
        }
        if let content = request.content { with.append(("body", body(content, scope))) }
        let keys = [
            ("action", Made.text("http.request", at: request.line.node)),
            ("with", Made.mapping(with, at: request.line.node)),
        ]
        return Piece(
            keys: keys + policies(extended),
            time: "within",
            result: { step, name in
                ["status", "body"].contains(name)
                    ? "\(step).output.\(name)" : "\(step).output.body\(Self.member(name))"
            },
            node: request.line.node
        )
    }

    /// Content that is JSON goes as JSON, so that what a variable holds stays within its text.
    private mutating func body(_ content: Text, _ scope: VariableScope) -> YAMLNode {
        let hasVariables = VariableText.pieces(of: content.value).contains(where: \.isVariable)
        guard hasVariables, let value = try? JSONText.parse(content.value) else { return template(content, scope) }
        switch value {
        case .map, .list: return document(value, at: content.node, scope)
        default: return template(content, scope)
        }
    }

    private mutating func document(_ value: Value, at node: YAMLNode, _ scope: VariableScope) -> YAMLNode {
        switch value {
        case .string(let text): return template(Text(text, node), scope)
        case .list(let items):
            var nodes: [YAMLNode] = []
            for item in items { nodes.append(document(item, at: node, scope)) }
            return Made.list(nodes, at: node)
        case .map(let map):
            var members: [(String, YAMLNode)] = []
            for entry in map.entries {
                if case .string(let key) = entry.key { members.append((key, document(entry.value, at: node, scope))) }
            }
            return Made.mapping(members, at: node)
        case .null, .bool, .int, .uint, .double, .bytes, .timestamp, .duration, .type, .object, .optional, .opaque:
            return Made.constant(value, at: node)
        }
    }

    // MARK: - Cordon's own

    private mutating func cordon(
        _ command: Command,
        _ name: Text?,
        _ with: YAMLNode?,
        _ extended: Properties?,
        _ scope: VariableScope
    ) -> [Piece] {
        guard let name else {
            report(
                .noCommand,
                "a command of Cordon has 'action', or its step an extension with 'step'",
                at: command.node
            )
            return []
        }
        var keys = [("action", Made.text(name.value, at: name.node))]
        if let with { keys.append(("with", substituted(with, scope))) }
        return [
            Piece(
                keys: keys + policies(extended),
                time: "within",
                result: { step, name in "\(step).output\(Self.member(name))" },
                node: command.node
            )
        ]
    }

    /// The values of CACAO's variables in what is otherwise Cordon's language.
    private mutating func substituted(_ node: YAMLNode, _ scope: VariableScope) -> YAMLNode {
        switch node.content {
        case .scalar(let scalar):
            guard case .string(let text) = scalar.value, !text.contains("${{") else { return node }
            return template(Text(text, node), scope)
        case .sequence(let items):
            var nodes: [YAMLNode] = []
            for item in items { nodes.append(substituted(item, scope)) }
            return Made.list(nodes, at: node)
        case .mapping(let entries):
            var made: [YAMLEntry] = []
            for entry in entries {
                let value = substituted(entry.value, scope)
                made.append(YAMLEntry(key: entry.key, from: entry.keyStart, to: entry.keyEnd, value: value))
            }
            return YAMLNode(.mapping(made), from: node.start, to: node.end)
        }
    }

    /// What Cordon's extension says of how an action is carried out.
    private func policies(_ extended: Properties?) -> [(String, YAMLNode)] {
        ["touches", "approval", "retry", "expires", "within"].compactMap { key in extended?[key].map { (key, $0) } }
    }

    // MARK: - Text

    /// A text with what its variables hold.
    mutating func template(_ text: Text, _ scope: VariableScope) -> YAMLNode {
        for (name, range) in VariableText.bareNames(in: text.value) where scope[name] != nil {
            let span = findings.source.span(of: text.node, bytes: range)
            let message = "'\(name)' is a variable, and ':value' is missing"
            findings.report(CACAOProblem.valueKeyword, message, at: span, remedy: "write '\(name):value'")
        }
        var result = ""
        for piece in VariableText.pieces(of: text.value) {
            guard piece.isVariable else {
                result += Expression.inert(piece.text)
                continue
            }
            let name = String(piece.text.dropLast(6))
            guard let entry = scope[name] else {
                reportUnknown(name, in: text, piece.range, scope)
                continue
            }
            result += "${{ \(entry.expression) }}"
        }
        return Made.text(result, at: text.node)
    }

    private mutating func reportUnknown(_ name: String, in text: Text, _ range: Range<Int>, _ scope: VariableScope) {
        findings.report(
            CACAOProblem.unknownVariable,
            "there is no variable '\(name)'",
            at: findings.source.span(of: text.node, bytes: range),
            remedy: Spelling.closest(to: name, among: scope.names).map { "did you mean '\($0)'?" }
                ?? "declare it in 'playbook_variables'"
        )
    }

    static func member(_ name: String) -> String {
        name.wholeMatch(of: /[a-zA-Z][a-zA-Z0-9_]*/) != nil ? ".\(name)" : "[\(Expression.literal(name))]"
    }
}

extension AgentTarget {
    /// Whether HTTP requests can go there.
    fileprivate var isReachable: Bool { ["http-api", "net-address"].contains(type) || connection != nil }

    /// Whether its name, by which it is found, is known only when the playbook runs.
    fileprivate var hasOpenName: Bool {
        connection == nil && VariableText.pieces(of: name.value).contains(where: \.isVariable)
    }
}
