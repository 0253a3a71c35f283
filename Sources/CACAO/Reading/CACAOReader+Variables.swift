internal import CEL
internal import Playbooks

extension CACAOReader {
    /// The variables of a dictionary, but for those that are not right.
    mutating func variables(_ properties: Properties, _ name: String, isGlobal: Bool) -> [Variable] {
        properties.members(name, &findings).compactMap { variable($0, isGlobal: isGlobal) }
    }

    private mutating func variable(_ entry: YAMLEntry, isGlobal: Bool) -> Variable? {
        guard entry.key.wholeMatch(of: /__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__/) != nil else {
            findings.report(
                CACAOProblem.badVariableName,
                "\(DisplayText.quoted(entry.key)) cannot be a variable's name",
                at: findings.source.span(ofKey: entry),
                remedy: "write it between two underscores and two: __address__"
            )
            return nil
        }
        let known = ["type", "description", "value", "constant", "external"]
        guard let properties = Properties(entry.value, of: "a variable", known: known, &findings),
            let word = properties.text("type", isRequired: true, &findings)
        else { return nil }
        let isConstant = properties.flag("constant", &findings) ?? false
        let isExternal = properties.flag("external", &findings) ?? false
        if isExternal, !isGlobal { carelessness("only playbook variables are external", at: properties["external"]) }
        let type = VariableType(rawValue: word.value) ?? .string
        guard let value = value(properties["value"], of: type) else { return nil }
        return Variable(
            name: entry.key,
            type: type,
            value: value,
            isConstant: isConstant,
            isExternal: isExternal && isGlobal,
            key: entry.keyNode,
            node: properties["value"] ?? entry.value
        )
    }

    /// Nil, and reported, where it is no value of the type.
    private mutating func value(_ node: YAMLNode?, of type: VariableType) -> Value? {
        guard let node, !node.isNull else { return .null }
        if type == .dictionary, case .mapping = node.content, let value = node.plainValue { return value }
        guard case .string(let text)? = node.scalar?.value else {
            report(
                .badVariableValue,
                "a variable's value is a text, but this is \(node.jsonKind)",
                at: node,
                remedy: node.scalar.map { "write \"\($0.text)\"" }
            )
            return Optional.none
        }
        guard !VariableText.pieces(of: text).contains(where: \.isVariable) else {
            report(.badVariableValue, "the value of a variable is not made of others here", at: node)
            return Optional.none
        }
        guard let value = type.value(of: text) else {
            report(.badVariableValue, "\(DisplayText.quoted(text)) is no \(type.rawValue)", at: node)
            return Optional.none
        }
        return value
    }
}
