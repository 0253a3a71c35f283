internal import CEL
internal import Domain

extension Compilation {
    mutating func guards(_ fields: YAMLFields) -> Playbook.Guards {
        let none = Playbook.Guards(protect: nil, limits: [], over: .hold)
        guard let node = fields["guard"] else { return none }
        let keys = YAMLFields(
            node,
            of: "'guard'",
            optional: ["protect", "limit", "over"],
            refused: LaterVersion.guard,
            &findings
        )
        guard let keys else { return none }
        return Playbook.Guards(
            protect: condition(keys["protect"], at: .trigger),
            limits: keys["limit"].map { limits($0) } ?? [],
            over: keys.choice("over", Playbook.Over.allCases.map { ($0.rawValue, $0) }, &findings) ?? .hold
        )
    }

    /// A list, or one mapping by itself.
    private mutating func limits(_ node: YAMLNode) -> [Playbook.DeviceLimit] {
        switch node.content {
        case .sequence(let elements): return elements.compactMap { limit($0) }
        case .mapping: return limit(node).map { [$0] } ?? []
        case .scalar:
            findings.report(
                YAMLProblem.wrongType,
                "'limit' is a list of limits, but this is \(node.kind)",
                at: node,
                remedy: "write {devices: 25, per: 10m}"
            )
            return []
        }
    }

    private mutating func limit(_ node: YAMLNode) -> Playbook.DeviceLimit? {
        let keys = YAMLFields(
            node,
            of: "a limit",
            required: ["devices", "per"],
            refused: LaterVersion.limit,
            &findings
        )
        let devices = keys?.number("devices", in: 1...PlaybookLimits.limitDevicesMax, &findings)
        let window = keys?.duration("per", &findings)
        guard let devices, let window else { return nil }
        return Playbook.DeviceLimit(devices: devices, window: window)
    }
}
