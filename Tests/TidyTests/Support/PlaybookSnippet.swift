/// A piece of YAML of the documentation, made whole, so that it can be compiled.
struct PlaybookSnippet: Sendable {
    private static let beginning = ["playbook: snippet", "mode: enforce"]
    /// What people start may hold final actions too.
    private static let trigger = ["on: {event: manual}"]
    private static let guarding = ["guard: {limit: {devices: 5, per: 1h}}"]
    private static let step = ["steps:", "  - {id: tell, action: webhook.send, with: {connection: soc, text: hello}}"]

    /// `nil` where the text is no playbook, nor a part of one.
    let whole: String?

    init(_ text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        let keys = Set(lines.compactMap { Pattern(#"^([a-z_]+):"#).captures(in: $0).first })
        if keys.contains("playbook") {
            whole = text
        } else if let first = lines.first, ["- id:", "- {id:"].contains(where: { first.hasPrefix($0) }) {
            let steps = ["steps:"] + lines.map { "  " + $0 }
            whole = (Self.beginning + Self.trigger + Self.guarding + steps).joined(separator: "\n")
        } else if let first = keys.first, keys.count == 1, ["on", "guard", "inputs", "always"].contains(first) {
            let trigger = first == "on" ? [] : Self.trigger
            whole = (Self.beginning + trigger + lines + Self.step).joined(separator: "\n")
        } else {
            whole = nil
        }
    }
}
