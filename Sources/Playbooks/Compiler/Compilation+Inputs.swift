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
        scope = Scope(steps: survey.declaredIDs, inputs: declared)
    }

    mutating func compileInputs(_ written: [YAMLEntry]) {
        for entry in written {
            guard Names.isInputName(entry.key) else {
                let span = findings.source.span(ofKey: entry)
                reportBadName(entry.key, of: "an input's name", at: span, form: Names.inputForm)
                continue
            }
            let template = template(entry.value, at: .inputs)
            inputs.append(Playbook.Input(name: entry.key, template: template ?? .literal(.null)))
        }
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
