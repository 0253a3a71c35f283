internal import CEL
private import JSON

/// Everything that a playbook is compiled from, where that is more than its text: the texts of those that it calls, and
/// the values that this environment gives to inputs.
///
/// A run is pinned to it, so that an edit of a called playbook or of the configuration changes nothing under way.
struct PlaybookBundle {
    var text: String
    /// By name.
    var called: [String: String] = [:]
    /// By playbook and input.
    var overrides: [String: [String: Value]] = [:]

    private static let mark = "cordon-bundle"
    /// Far above what the limits on a playbook, on calls and on steps allow.
    private static let bytesMax = 1 << 28

    /// The text itself where there is nothing else; a JSON document otherwise.
    var description: String {
        guard !called.isEmpty || !overrides.isEmpty else { return text }
        let inputs = overrides.sorted { $0.key < $1.key }.map { playbook, values in
            (playbook, Value.map(values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
        }
        return JSONText.string(
            .map([
                (Self.mark, .int(1)), ("text", .string(text)),
                ("called", .map(called.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
                ("inputs", .map(inputs)),
            ])
        )
    }

    /// Takes in what a called playbook is compiled from.
    mutating func add(_ name: String, _ other: PlaybookBundle) {
        called[name] = other.text
        called.merge(other.called) { first, _ in first }
        overrides.merge(other.overrides) { first, _ in first }
    }

    /// Nil for a text that is no bundle.
    init?(description: String) {
        guard description.hasPrefix("{\"\(Self.mark)\":"),
            let value = try? JSONText.parse(description, limits: JSONLimits(bytesMax: Self.bytesMax)),
            case .map(let map) = value, case .string(let text)? = map["text"]
        else { return nil }
        self.text = text
        for (name, value) in Self.entries(map["called"]) {
            if case .string(let text) = value { called[name] = text }
        }
        for (playbook, values) in Self.entries(map["inputs"]) {
            overrides[playbook] = Dictionary(Self.entries(values)) { first, _ in first }
        }
    }

    init(text: String) { self.text = text }

    private static func entries(_ value: Value?) -> [(String, Value)] {
        guard case .map(let map)? = value else { return [] }
        return map.entries.compactMap { entry in
            if case .string(let key) = entry.key { (key, entry.value) } else { nil }
        }
    }
}
