internal import CEL
internal import Domain

extension Compilation {
    mutating func trigger(_ fields: YAMLFields) -> Playbook.Trigger? {
        guard let node = fields["on"] else { return nil }
        let on = YAMLFields(node, Grammar.trigger, &findings)
        guard let on else { return nil }
        let event = on.text("event", &findings)
        let condition = condition(on["if"], at: .trigger)
        if let condition, let event, let node = on["if"] {
            checkHolds(condition, event: event, at: node)
        }
        let maxAge = on.duration("max_age", &findings) ?? .seconds(600)
        let words = Playbook.Cleared.allCases.map { ($0.text, $0) }
        let cleared = on.choice("cleared", words, &findings) ?? .ignore
        guard let dedupe = dedupe(on), let event else { return nil }
        return Playbook.Trigger(event: event, condition: condition, maxAge: maxAge, dedupe: dedupe, cleared: cleared)
    }

    private mutating func dedupe(_ on: YAMLFields) -> Playbook.Dedupe? {
        var by = deviceID
        var window = Duration.seconds(900)
        if let node = on["dedupe"] {
            guard let dedupe = YAMLFields(node, Grammar.dedupe, &findings) else { return nil }
            if let written = dedupe["by"] { by = expression(written, at: .trigger, expecting: nil) }
            window = dedupe.duration("for", &findings) ?? window
        }
        return by.map { Playbook.Dedupe(by: $0, window: window) }
    }

    private var deviceID: Program? {
        do throws(CompileFailure) {
            return try scope.environment.compile(Playbook.Dedupe.device)
        } catch {
            preconditionFailure("'\(Playbook.Dedupe.device)' is declared by every scope: \(error)")
        }
    }
}
