internal import CEL
internal import Domain

// The kinds of step that decide how a run goes on.
extension Compilation {
    mutating func choose(
        _ draft: StepSurvey.Draft,
        _ fields: YAMLFields,
        _ place: ExpressionPlace
    ) -> TemplateStep.Body? {
        guard let node = fields["choose"], let branches = fields.list("choose", &findings) else { return nil }
        if branches.isEmpty { report(.noSteps, "a 'choose' without branches does nothing", at: node) }
        var conditions: [Program?] = []
        for branch in branches {
            guard let keys = YAMLFields(branch, Grammar.branch, &findings) else { continue }
            let condition = condition(keys["if"], at: place)
            if let condition, let node = keys["if"] { checkHolds(condition, at: node) }
            conditions.append(condition)
        }
        compileLists(of: draft, conditions.reduce(place) { $0.holding($1) })
        let isComplete = conditions.count == branches.count && conditions.allSatisfy { $0 != nil }
        guard isComplete, !branches.isEmpty else { return nil }
        return .choose(conditions + (fields["otherwise"] == nil ? [] : [nil]))
    }

    mutating func loop(
        _ draft: StepSurvey.Draft,
        _ fields: YAMLFields,
        _ place: ExpressionPlace
    ) -> TemplateStep.Body? {
        var within = place
        within.hasItem = true
        let list = fields["for_each"].flatMap { expression($0, at: place, expecting: .list(.dyn)) }
        if let list { within.lists.append(list) }
        let condition = condition(fields["while"], at: within)
        let atMost = fields.number("at_most", in: 1...PlaybookLimits.itemsMax, &findings)
        let atOnce = fields["at_once"] == nil ? 1 : fields.number("at_once", in: 1...PlaybookLimits.itemsMax, &findings)
        if fields["steps"] == nil { return nil }
        compileLists(of: draft, within)
        guard let list, let atMost, let atOnce, condition != nil || fields["while"] == nil else { return nil }
        return .loop(list: list, condition: condition, atMost: atMost, atOnce: atOnce)
    }

    mutating func wait(_ fields: YAMLFields, _ place: ExpressionPlace) -> Wait? {
        guard let node = fields["wait"] else { return nil }
        guard case .mapping = node.content else { return fields.duration("wait", &findings).map { .pause($0) } }
        if node["event"] != nil { return waitForEvent(node, place) }
        if node["message"] != nil { return waitForMessage(node, place) }
        let keys = YAMLFields(node, Grammar.waitUntil, &findings)
        return keys?["until"].flatMap { expression($0, at: place, expecting: .timestamp) }.map { .until($0) }
    }

    private mutating func waitForEvent(_ node: YAMLNode, _ place: ExpressionPlace) -> Wait? {
        guard let keys = YAMLFields(node, Grammar.waitForEvent, &findings) else { return nil }
        let type = keys.text("event", &findings)
        let within = keys.duration("within", &findings)
        let condition = condition(keys["if"], at: place.seeing(.arrival))
        if let condition, let node = keys["if"] { checkHolds(condition, at: node) }
        guard let type, let within, condition != nil || keys["if"] == nil else { return nil }
        return .event(type: type, condition, within: within)
    }

    private mutating func waitForMessage(_ node: YAMLNode, _ place: ExpressionPlace) -> Wait? {
        guard let keys = YAMLFields(node, Grammar.waitForMessage, &findings), let written = keys["message"],
            let message = YAMLFields(written, Grammar.message, &findings)
        else { return nil }
        let within = keys.duration("within", &findings)
        let condition = condition(keys["if"], at: place.seeing(.message))
        if let condition, let node = keys["if"] { checkHolds(condition, at: node) }
        let topic = topic(message["topic"], named: "topic", place)
        let connection = message["connection"].flatMap { self.connection($0, named: "connection", .broker) }
        guard let topic, let connection, let within, condition != nil || keys["if"] == nil else { return nil }
        guard let descriptor = context.listener else {
            report(.unknownAction, "no action of this Cordon listens for messages", at: node)
            return nil
        }
        let confirmation = Confirmation(topic: topic, condition: condition, within: within)
        return .message(ActionCall(listening: descriptor, to: connection, confirmation))
    }

    /// Nil where it is not right or not there.
    mutating func approval(_ node: YAMLNode?) -> ApprovalPolicy? {
        guard let node, let keys = YAMLFields(node, Grammar.approval, &findings) else { return nil }
        let group = keys.text("from", &findings)
        let people =
            keys["people"] == nil ? 1 : keys.number("people", in: 1...PlaybookLimits.approversMax, &findings)
        let within = keys.duration("within", &findings)
        let words = ApprovalPolicy.Otherwise.allCases.map { ($0.rawValue, $0) }
        let otherwise = keys["otherwise"] == nil ? .fail : keys.choice("otherwise", words, &findings)
        guard let people, let within, let otherwise else { return nil }
        return ApprovalPolicy(group: group, people: people, within: within, otherwise: otherwise)
    }

    mutating func set(_ fields: YAMLFields, _ place: ExpressionPlace) -> TemplateStep.Body? {
        guard let entries = fields.entries("set", &findings), let node = fields["set"] else { return nil }
        if entries.isEmpty { report(.noSteps, "a 'set' without names does nothing", at: node) }
        for entry in entries where !Names.isInputName(entry.key) {
            let span = findings.source.span(ofKey: entry)
            reportBadName(entry.key, of: "a name that is set", at: span, form: Names.inputForm)
        }
        return template(node, at: place).map { .set($0) }
    }

    mutating func sentence(_ fields: YAMLFields, _ key: String, _ place: ExpressionPlace) -> Template? {
        guard let node = fields[key] else { return nil }
        guard let scalar = node.scalar, !node.isNull, !scalar.text.isEmpty else {
            findings.report(
                YAMLProblem.wrongType,
                "'\(key)' is a text that says why, but this is \(node.kind)",
                at: node
            )
            return nil
        }
        return template(node, at: place)
    }
}

extension ActionCall {
    fileprivate init(listening descriptor: ActionDescriptor, to connection: String, _ confirmation: Confirmation) {
        self.init(
            descriptor: descriptor,
            connection: connection,
            connections: [Connection(parameter: "connection", name: connection, kind: .broker)],
            parameters: [],
            confirmation: confirmation,
            retry: .once,
            timeout: confirmation.within,
            overall: confirmation.within,
            approval: nil,
            expires: nil
        )
    }
}
