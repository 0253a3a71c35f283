internal import CEL
internal import Domain

extension Compilation {
    mutating func guards(_ fields: YAMLFields, dedupe: Playbook.Dedupe?) -> Playbook.Guards {
        let often = dedupe.flatMap { Playbook.Flapping.usual(besides: $0) }
        let none = Playbook.Guards(
            protect: [],
            limits: [],
            over: .hold,
            storm: .standard,
            flapping: often,
            canary: .standard,
            freezes: [],
            gateways: .hold,
            lastOfSite: .hold
        )
        guard let node = fields["guard"], let keys = YAMLFields(node, Grammar.guards, &findings) else { return none }
        let protect = condition(keys["protect"], at: .trigger)
        let owner = fields["playbook"]?.scalar?.text ?? ""
        return Playbook.Guards(
            protect: protect.map { [.init(condition: $0, frame: Frame.root, playbook: owner)] } ?? [],
            limits: each(keys["limit"], "limit", "{devices: 25, per: 10m}") { $0.limit($1) },
            over: keys.choice("over", Playbook.Over.allCases.map { ($0.rawValue, $0) }, &findings) ?? .hold,
            storm: storm(keys["storm"]),
            flapping: flapping(keys["flapping"], standard: often),
            canary: canary(keys["canary"]),
            freezes: freezes(keys["freeze"]),
            gateways: caution("gateways", keys),
            lastOfSite: caution("last_of_site", keys)
        )
    }

    private mutating func caution(_ name: String, _ keys: YAMLFields) -> Playbook.Caution {
        keys.choice(name, Playbook.Caution.allCases.map { ($0.rawValue, $0) }, &findings) ?? .hold
    }

    /// A list, or one mapping by itself.
    private mutating func each<Element>(
        _ node: YAMLNode?,
        _ name: String,
        _ example: String,
        _ read: (inout Self, YAMLNode) -> Element?
    ) -> [Element] {
        switch node?.content {
        case nil: return []
        case .sequence(let elements)?: return elements.compactMap { read(&self, $0) }
        case .mapping?: return node.flatMap { read(&self, $0) }.map { [$0] } ?? []
        case .scalar?:
            guard let node else { return [] }
            findings.report(
                YAMLProblem.wrongType,
                "'\(name)' is a list, but this is \(node.kind)",
                at: node,
                remedy: "write \(example)"
            )
            return []
        }
    }

    private mutating func freezes(_ node: YAMLNode?) -> [Playbook.Freeze] {
        let countMax = PlaybookLimits.freezesMax
        if let node, case .sequence(let times) = node.content, times.count > countMax {
            findings.report(
                YAMLProblem.badValue,
                "'freeze' has \(times.count) times; a playbook has at most \(countMax)",
                at: node,
                remedy: "write one weekly freeze for several 'days'"
            )
            return []
        }
        return each(node, "freeze", "{days: [sunday], zone: Europe/Berlin}") { $0.freeze($1) }
    }

    private mutating func limit(_ node: YAMLNode) -> Playbook.DeviceLimit? {
        guard let keys = YAMLFields(node, Grammar.limit, &findings) else { return nil }
        let window = keys.duration("per", &findings)
        let scopes = Playbook.LimitScope.allCases.map { ($0.text, $0) }
        let scope = keys["of"] == nil ? .fleet : keys.choice("of", scopes, &findings)
        let amount = amount(keys, node)
        guard let window, let scope, let amount else { return nil }
        return Playbook.DeviceLimit(amount: amount, scope: scope, window: window)
    }

    private mutating func amount(_ keys: YAMLFields, _ node: YAMLNode) -> Playbook.DeviceLimit.Amount? {
        let numbers = 1...PlaybookLimits.limitDevicesMax
        switch (keys["devices"], keys["share"]) {
        case (_?, nil):
            if let node = keys["at_least"] {
                report(.unclearLimit, "'at_least' belongs to a 'share': 'devices' is a number already", at: node)
            }
            return keys.number("devices", in: numbers, &findings).map { .devices($0) }
        case (nil, let share?):
            readsFleet = true
            let atLeast = keys["at_least"] == nil ? 1 : keys.number("at_least", in: numbers, &findings)
            guard let millionths = self.share(share), let atLeast else { return nil }
            return .share(millionths: millionths, atLeast: atLeast)
        case (let devices, _):
            let message =
                devices == nil ? "a limit has 'devices' or 'share'" : "a limit has 'devices' or 'share', not both"
            report(
                .unclearLimit,
                message,
                at: node,
                remedy: "write {devices: 25, per: 10m} or {share: 2%, of: site, per: 1h}"
            )
            return nil
        }
    }

    private mutating func share(_ node: YAMLNode) -> Int? {
        if let text = node.scalar?.text, let millionths = ShareText.millionths(text) { return millionths }
        findings.report(
            YAMLProblem.badValue,
            "'share' is a part of the devices, not \(node.scalar.map { DisplayText.quoted($0.text) } ?? node.kind)",
            at: node,
            remedy: "write a percentage above 0 and up to 100: 2%, 0.5%"
        )
        return nil
    }

    private mutating func canary(_ node: YAMLNode?) -> Playbook.Canary? {
        guard let node else { return .standard }
        if node.scalar?.text == Words.off { return nil }
        guard let keys = YAMLFields(node, Grammar.canary, &findings) else { return nil }
        let devices = keys.number("devices", in: 1...PlaybookLimits.canaryDevicesMax, &findings)
        let soak = keys.duration("soak", &findings)
        guard let devices, let soak else { return nil }
        return Playbook.Canary(devices: devices, soak: soak, includesFirst: true)
    }

    private mutating func storm(_ node: YAMLNode?) -> Playbook.Storm? {
        guard let node else { return .standard }
        if node.scalar?.text == Words.off { return nil }
        guard let keys = YAMLFields(node, Grammar.storm, &findings) else { return nil }
        let devices = keys.number("devices", in: 2...PlaybookLimits.limitDevicesMax, &findings)
        let window = keys.duration("per", &findings)
        guard let devices, let window else { return nil }
        return Playbook.Storm(devices: devices, window: window, isStandard: false)
    }

    private mutating func flapping(_ node: YAMLNode?, standard: Playbook.Flapping?) -> Playbook.Flapping? {
        guard let node else { return standard }
        if node.scalar?.text == Words.off { return nil }
        guard let keys = YAMLFields(node, Grammar.flapping, &findings) else { return nil }
        let runs = keys.number("runs", in: 1...PlaybookLimits.flappingRunsMax, &findings)
        let window = keys.duration("per", &findings)
        guard let runs, let window else { return nil }
        return Playbook.Flapping(runs: runs, window: window, isStandard: false)
    }
}
