internal import CEL
internal import Domain
internal import Playbooks

/// A text, and where it stands.
struct Text {
    let value: String
    let node: YAMLNode

    init(_ value: String, _ node: YAMLNode) {
        self.value = value
        self.node = node
    }
}

/// An identifier that names another object, and where it stands.
struct Reference {
    let id: String
    let node: YAMLNode

    init(_ id: String, _ node: YAMLNode) {
        self.id = id
        self.node = node
    }

    /// Nil, and reported, where it is no identifier. `what` completes "… is an identifier".
    init?(reading text: Text, as what: String, _ findings: inout Findings) {
        guard let identifier = Identifier(text.value) else {
            findings.report(
                CACAOProblem.badIdentifier,
                "\(what) is an identifier, not \(DisplayText.quoted(text.value))",
                at: text.node,
                remedy: "write a type, two dashes and a UUID: action--9fcc5c3b-0b70-4d73-b922-cf5491dcd1a4"
            )
            return nil
        }
        id = identifier.text
        node = text.node
    }
}

/// A timestamp.
///
/// - Source: CACAO 2.0, section 10.16: RFC 3339 in UTC, with 'Z'.
struct Moment {
    let text: String
    let node: YAMLNode
    /// Nanoseconds since 1970.
    let nanoseconds: Int64
    /// Digits after the point.
    let precision: Int

    /// Nil for anything else.
    init?(_ text: Text) {
        let form = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.(\d+))?Z/
        guard let match = text.value.wholeMatch(of: form), let time = Timestamp(text.value) else { return nil }
        self.text = text.value
        node = text.node
        nanoseconds =
            time.seconds.multipliedReportingOverflow(by: 1_000_000_000).overflow
            ? (time.seconds < 0 ? .min : .max) : time.seconds * 1_000_000_000 + Int64(time.nanoseconds)
        precision = match.1?.count ?? 0
    }
}
