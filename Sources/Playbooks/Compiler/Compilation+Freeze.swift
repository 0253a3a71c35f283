internal import CEL
internal import Domain

// Times without automation.
extension Compilation {
    mutating func freeze(_ node: YAMLNode) -> Playbook.Freeze? {
        node["days"] == nil ? freezeOnce(node) : freezeWeekly(node)
    }

    private mutating func freezeOnce(_ node: YAMLNode) -> Playbook.Freeze? {
        guard let keys = YAMLFields(node, Grammar.freezeOnce, &findings) else { return nil }
        let from = keys["from"].flatMap { instant($0, named: "from") }
        let until = keys["until"].flatMap { instant($0, named: "until") }
        guard let from, let until, let end = keys["until"] else { return nil }
        guard from < until else {
            report(.emptyFreeze, "this freeze is over before it begins", at: end)
            return nil
        }
        return .once(from: from, until: until)
    }

    private mutating func freezeWeekly(_ node: YAMLNode) -> Playbook.Freeze? {
        guard let keys = YAMLFields(node, Grammar.freezeWeekly, &findings) else { return nil }
        let days = days(keys)
        let from = keys["from"] == nil ? 0 : keys["from"].flatMap { timeOfDay($0, named: "from") }
        let until = keys["until"] == nil ? 24 * 60 : keys["until"].flatMap { timeOfDay($0, named: "until") }
        let zone = zone(keys)
        guard let days, let from, let until, let zone else { return nil }
        return .weekly(Playbook.WeeklyFreeze(days: days, from: from, until: until, zone: zone))
    }

    private mutating func days(_ keys: YAMLFields) -> [Weekday]? {
        guard let nodes = keys.list("days", &findings) else { return nil }
        let known = Weekday.allCases
        let days = nodes.compactMap { node -> Weekday? in
            let text = node.scalar?.text ?? ""
            if let day = known.first(where: { $0.text == text }) { return day }
            findings.report(
                YAMLProblem.badValue,
                "\(DisplayText.quoted(text)) is no day of the week",
                at: node,
                remedy: Self.suggestion(for: text, among: known.map(\.text)) ?? "write monday, tuesday, …"
            )
            return nil
        }
        if nodes.isEmpty, let node = keys["days"] { report(.emptyFreeze, "a freeze on no day is none", at: node) }
        return days.isEmpty ? nil : days
    }

    private mutating func zone(_ keys: YAMLFields) -> String? {
        guard let node = keys["zone"] else { return "UTC" }
        guard let name = keys.text("zone", &findings) else { return nil }
        guard TimeZoneOffset.seconds(name, at: Timestamp(nanosecondsSinceEpoch: 0)) != nil else {
            let message = "there is no time zone \(DisplayText.quoted(name))"
            findings.report(YAMLProblem.badValue, message, at: node, remedy: "write a name as in Europe/Berlin, or UTC")
            return nil
        }
        return name
    }

    private mutating func instant(_ node: YAMLNode, named name: String) -> Instant? {
        if let text = node.scalar?.text, let nanoseconds = Timestamp(text)?.nanosecondsSinceEpoch {
            return Instant(nanosecondsSinceEpoch: nanoseconds)
        }
        findings.report(
            YAMLProblem.badValue,
            "'\(name)' is a time, not \(node.scalar.map { DisplayText.quoted($0.text) } ?? node.kind)",
            at: node,
            remedy: "write 2026-12-24T00:00:00Z"
        )
        return nil
    }

    /// Minutes after midnight.
    private mutating func timeOfDay(_ node: YAMLNode, named name: String) -> Int? {
        if let text = node.scalar?.text, let minutes = TimeOfDayText.minutes(text) { return minutes }
        findings.report(
            YAMLProblem.badValue,
            "'\(name)' is a time of day, not \(node.scalar.map { DisplayText.quoted($0.text) } ?? node.kind)",
            at: node,
            remedy: "write it in quotes: \"22:00\""
        )
        return nil
    }
}
