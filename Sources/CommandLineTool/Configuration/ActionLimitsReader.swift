import Actions
import CEL
import Domain
import Playbooks
import Response

/// `guards.actions` of `cordon.yaml`: how many devices an action may reach, over all playbooks.
///
/// - Shape: `{certificate.revoke: {devices: 10, per: 1h}, device.command: off}`.
enum ActionLimitsReader {
    private static let off = "off"

    /// What holds here: the standard, and what is said besides.
    static func limits(_ node: YAMLNode?, _ findings: inout Findings) -> [String: ActionLimit] {
        var limits = ActionLimit.standard(for: BuiltInActions.kinds)
        guard let node, let guards = YAMLFields(node, of: "guards", required: ["actions"], &findings) else {
            return limits
        }
        for entry in guards.entries("actions", &findings) ?? [] where isAction(entry, &findings) {
            if entry.value.scalar?.text == off {
                limits[entry.key] = nil
            } else if let limit = limit(of: entry, &findings) {
                limits[entry.key] = limit
            }
        }
        return limits
    }

    private static func isAction(_ entry: YAMLEntry, _ findings: inout Findings) -> Bool {
        let names = BuiltInActions.kinds.map(\.descriptor.name)
        if names.contains(entry.key) { return true }
        let remedy = Spelling.closest(to: entry.key, among: names).map { "did you mean '\($0)'?" }
        findings.report(
            YAMLProblem.badValue,
            "there is no action \(DisplayText.quoted(entry.key))",
            at: findings.source.span(ofKey: entry),
            remedy: remedy ?? "'cordon actions' lists them"
        )
        return false
    }

    private static func limit(of entry: YAMLEntry, _ findings: inout Findings) -> ActionLimit? {
        guard case .mapping = entry.value.content else {
            findings.report(
                YAMLProblem.wrongType,
                "the limit of '\(entry.key)' is a mapping, or '\(off)'",
                at: entry.value,
                remedy: "write {devices: 10, per: 1h}"
            )
            return nil
        }
        let fields = YAMLFields(
            entry.value,
            of: "the limit of '\(entry.key)'",
            required: ["devices", "per"],
            &findings
        )
        let devices = fields?.number("devices", in: 1...PlaybookLimits.limitDevicesMax, &findings)
        let window = fields?.duration("per", &findings)
        guard let devices, let window else { return nil }
        return ActionLimit(devices: devices, window: window)
    }
}
