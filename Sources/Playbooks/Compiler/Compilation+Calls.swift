internal import CEL
internal import Domain

// Steps of another playbook.
extension Compilation {
    mutating func call(_ fields: YAMLFields, _ place: ExpressionPlace) -> TemplateStep.Body? {
        guard let name = fields.text("call", &findings), let node = fields["call"] else { return nil }
        let written = fields["with"] == nil ? [] : fields.entries("with", &findings)
        guard let called = called(name, at: node), let written else { return nil }
        calls.append((name, called.bundle))
        let names = called.playbook.inputs.map(\.name)
        var arguments: [String: Template] = [:]
        var isComplete = true
        for entry in written {
            guard names.contains(entry.key) else {
                findings.report(
                    PlaybookProblem.unknownParameter,
                    "'\(name)' has no input \(DisplayText.quoted(entry.key))",
                    at: findings.source.span(ofKey: entry),
                    remedy: Self.suggestion(for: entry.key, among: names)
                        ?? (names.isEmpty ? "it has none" : "it has \(names.joined(separator: ", "))")
                )
                isComplete = false
                continue
            }
            arguments[entry.key] = argument(entry.value, named: entry.key, of: called, place)
            isComplete = arguments[entry.key] != nil && isComplete
        }
        guard isComplete else { return nil }
        return .call(
            called,
            called.playbook.inputs.map { input in
                let given = arguments[input.name]
                return Call.Argument(name: input.name, template: given ?? input.template, isStandard: given == nil)
            }
        )
    }

    /// The called playbook's expressions were checked against its own inputs' types.
    private mutating func argument(
        _ node: YAMLNode,
        named name: String,
        of called: CalledPlaybook,
        _ place: ExpressionPlace
    ) -> Template? {
        guard let template = template(node, at: place) else { return nil }
        let playbook = called.playbook
        let wanted = playbook.scope.inputsType.fields.first { $0.name == name }?.type ?? .dyn
        guard wanted == .dyn || template.type == .dyn || template.type == wanted else {
            report(
                .wrongParameter,
                "'\(name)' of '\(playbook.name)' is a \(wanted), but this is a \(template.type)",
                at: node
            )
            return nil
        }
        if called.placement.steers.contains(name) {
            for program in template.programs { checkSteering(program, at: node, place) }
        }
        return !called.placement.places.contains(name) || isPlaced(template, named: name, of: playbook, at: node)
            ? template : nil
    }

    /// What stands in a topic or a path of the called playbook is a constant, with slashes if need be, or fills one part.
    private mutating func isPlaced(
        _ template: Template,
        named name: String,
        of playbook: Playbook,
        at node: YAMLNode
    ) -> Bool {
        switch template.form {
        case .literal(let value):
            checkWildcards([.literal(ValueText.text(value))], at: node)
            return true
        case .expression: return true
        case .text(let pieces) where !pieces.compactMap(\.literal).contains(where: \.hasSlash): return true
        case .text, .list, .mapping:
            report(
                .wrongParameter,
                "'\(name)' stands in a topic or a path of '\(playbook.name)', and fills one part of it",
                at: node,
                remedy: "give a constant, or write the '/' in the called playbook"
            )
            return false
        }
    }

    private mutating func called(_ name: String, at node: YAMLNode) -> CalledPlaybook? {
        guard !callers.contains(name) else {
            let chain = (callers.drop { $0 != name } + [name]).joined(separator: " → ")
            report(.endlessCall, "'\(name)' calls itself: \(chain)", at: node, remedy: "a playbook only goes forward")
            return nil
        }
        guard callers.count <= PlaybookLimits.callDepthMax else {
            report(.tooDeep, "playbooks call one another more than \(PlaybookLimits.callDepthMax) deep", at: node)
            return nil
        }
        guard let source = context.library.source(name) else {
            report(
                .unknownPlaybook,
                "there is no playbook \(DisplayText.quoted(name)) to call",
                at: node,
                remedy: Self.suggestion(for: name, among: context.library.names)
                    ?? "it has to stand in the same folder of playbooks"
            )
            return nil
        }
        switch PlaybookCompiler(context, limits: limits).compile(source, calledBy: callers) {
        case .success(let called): return called
        case .failure(let rejected):
            let first = rejected.diagnostics.first { $0.severity == .error }
            let place = first.map { "\($0.span.file):\($0.span.line): \($0.message)" } ?? ""
            report(.brokenCall, "'\(name)' cannot be called: \(place)", at: node, remedy: "check that playbook")
            return nil
        }
    }
}

extension String {
    /// By bytes: a mark that joins a slash makes it another `Character`, and no other level of a topic.
    fileprivate var hasSlash: Bool { utf8.contains(UInt8(ascii: "/")) }
}
