import Playbooks

/// The mappings of a `*.test.yaml`, key by key: what the reader accepts, and what `docs/testing.md` has to explain.
package struct SuiteForm: Sendable {
    /// Completes "… has no key 'x'".
    let owner: String
    let required: [String]
    let optional: [String]

    package var keys: [String] { required + optional }

    private init(_ owner: String, required: [String] = [], optional: [String] = []) {
        self.owner = owner
        self.required = required
        self.optional = optional
    }

    func fields(_ node: YAMLNode, _ findings: inout Findings) -> YAMLFields? {
        YAMLFields(node, of: owner, required: required, optional: optional, &findings)
    }

    package static let all = [
        suite, test, given, event, device, fleet, touched, alarms, reply, later, message, expect, hold, time,
    ]

    static let suite = Self("a file of tests", required: ["tests"])
    static let test = Self("a test", required: ["name", "expect"], optional: ["given", "outcomes", "later"])
    static let given = Self(
        "'given'",
        optional: ["event", "device", "registry", "fleet", "inputs", "now", "mode", "touched", "alarms"]
    )
    static let event = Self(
        "an event",
        optional: [
            "file", "type", "severity", "state", "name", "metric", "value", "data", "source", "id", "age",
        ]
    )
    static let device = Self(
        "'device'",
        optional: ["id", "registered", "site", "model", "groups", "tags", "protected", "children", "peers"]
    )
    static let fleet = Self("'fleet'", required: ["size"], optional: ["sites", "groups"])
    static let touched = Self("'touched'", required: ["devices", "within"], optional: ["site", "groups"])
    static let alarms = Self("'alarms'", required: ["devices", "within"])
    static let reply = Self("an outcome", optional: ["answers", "output", "fails", "unreachable", "after"])
    static let later = Self("an entry of 'later'", required: ["after"], optional: ["event", "message", "restart"])
    static let message = Self("'message'", required: ["topic"], optional: ["payload"])
    static let expect = Self(
        "'expect'",
        optional: ["starts", "because", "steps", "effects", "held", "outcome", "elapsed", "runs"]
    )
    static let hold = Self("'held'", optional: ["step", "because"])
    static let time = Self("'elapsed'", optional: ["at_least", "at_most"])
}
