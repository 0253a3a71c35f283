import Ledger

/// A key that the configuration of a relay may have.
package struct RelaySetting: Hashable, Sendable {
    package enum Shape: Hashable, Sendable {
        case text, url, port
        /// `true` or `false`.
        case flag
        case file
        /// A file of mode 0600.
        case secretFile
        /// One of these.
        case choice([String])
        /// A list of words of the audit log, or of what stands before the dot of one.
        case actions
    }

    package let name: String
    package let shape: Shape
    package let isRequired: Bool
    /// What it is where nobody says; empty for nothing.
    package let standard: String
    package let summary: String

    init(_ name: String, _ shape: Shape, isRequired: Bool = false, standard: String = "", _ summary: String) {
        self.name = name
        self.shape = shape
        self.isRequired = isRequired
        self.standard = standard
        self.summary = summary
    }

    /// What every kind takes, besides `name` and `kind`.
    package static let common = [
        Self(
            "severity",
            .choice(AuditSeverity.allCases.map(\.text)),
            standard: AuditSeverity.info.text,
            "the least that is sent: info, notice, warning or critical"
        ),
        Self(
            "only",
            .actions,
            "send only these: words such as `run.ended`, or what stands before the dot, such as `run`"
        ),
        Self("except", .actions, "leave these out: words as for `only`"),
        Self("heartbeats", .flag, standard: "false", "send the engine's sign of life, each minute, too"),
        Self(
            "from",
            .choice(["now", "beginning"]),
            standard: "now",
            "where the first start begins: with what is written from then on, or with the whole log"
        ),
        Self(
            "with_private",
            .flag,
            standard: "false",
            "send names of people, and what they wrote, too: redacting them later does not reach the receiver"
        ),
        allowPrivate,
    ]

    static let allowPrivate = Self(
        "allow_private",
        .flag,
        standard: "false",
        "`true` where the receiver stands on a loopback or private address"
    )
    static let ca = Self(
        "ca",
        .file,
        "the authority that vouches for the receiver, a PEM file; the system's unless given"
    )
}
