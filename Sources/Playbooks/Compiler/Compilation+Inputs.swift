internal import CEL
internal import Domain

extension Compilation {
    /// Declares the variables: the inputs by name, the steps by id, each once.
    mutating func declareScope(_ written: [YAMLEntry], _ survey: StepSurvey) {
        var names: Set<String> = []
        var declared: [(String, CELType)] = []
        for entry in written where Names.isInputName(entry.key) && names.insert(entry.key).inserted {
            declared.append((entry.key, Self.declaredType(of: entry.value)))
        }
        let steps = survey.named.map { draft in (id: draft.id ?? "", output: outputType(of: draft)) }
        scope = Scope(steps: steps, inputs: declared)
        slots = Dictionary(uniqueKeysWithValues: survey.named.enumerated().map { ($1.number, $0) })
    }

    /// What `steps.<id>.output` is, by what the step says it does.
    private func outputType(of draft: StepSurvey.Draft) -> CELType {
        switch draft.kind {
        case .action: return context.outputType(ofAction: draft.node["action"]?.scalar?.text ?? "")
        case .set: return Self.type(ofSet: draft.node["set"])
        case .loop: return .object(Outputs.loop)
        case .choose: return .object(Outputs.choice)
        case .approval: return .object(Outputs.approval)
        case .parallel, .group, .wait, .call, .fail, .end, nil: return .dyn
        }
    }

    private static func type(ofSet node: YAMLNode?) -> CELType {
        guard case .mapping(let entries)? = node?.content else { return .dyn }
        return .object(ObjectType("output of set", fields: entries.map { ($0.key, declaredType(of: $0.value)) }))
    }

    mutating func compileInputs(_ written: [YAMLEntry], _ fields: YAMLFields) {
        for entry in written {
            guard Names.isInputName(entry.key) else {
                let span = findings.source.span(ofKey: entry)
                reportBadName(entry.key, of: "an input's name", at: span, form: Names.inputForm)
                continue
            }
            let template = template(entry.value, at: .inputs)
            let override = override(entry)
            inputs.append(Playbook.Input(name: entry.key, template: override ?? template ?? .literal(.null)))
        }
        for name in (overrides ?? [:]).keys.sorted() where !inputs.contains(where: { $0.name == name }) {
            let span =
                fields.span(ofKey: "inputs", in: findings.source) ?? fields.span(ofKey: "playbook", in: findings.source)
            findings.report(
                PlaybookProblem.badOverride,
                "this environment gives a value to the input \(DisplayText.quoted(name)), which there is not",
                at: span ?? SourceSpan(file: findings.source.file, line: 1, column: 1),
                remedy: Self.suggestion(for: name, among: inputs.map(\.name)) ?? "correct 'inputs' in cordon.yaml"
            )
        }
    }

    /// What this environment says instead.
    private mutating func override(_ entry: YAMLEntry) -> Template? {
        guard let value = overrides?[entry.key] else { return nil }
        let template = Template.literal(value)
        let wanted = Self.declaredType(of: entry.value)
        guard wanted == .dyn || template.type == wanted else {
            findings.report(
                PlaybookProblem.badOverride,
                "this environment gives '\(entry.key)' \(Spelling.withArticle("\(template.type)")), but it is "
                    + Spelling.withArticle("\(wanted)"),
                at: findings.source.span(ofKey: entry),
                remedy: "correct 'inputs' in cordon.yaml"
            )
            return nil
        }
        return template
    }

    mutating func inputEntries(_ fields: YAMLFields) -> [YAMLEntry] {
        fields.entries("inputs", &findings) ?? []
    }

    /// A constant has its own type and a text with expressions is text; what else an expression gives is known when
    /// the run starts.
    private static func declaredType(of node: YAMLNode) -> CELType {
        guard let scalar = node.scalar else { return .dyn }
        guard case .string(let text) = scalar.value else { return Template.literal(scalar.value).type }
        guard TemplateScanner.contains(text) else { return .string }
        return TemplateScanner.isOneExpression(text) ? .dyn : .string
    }
}
