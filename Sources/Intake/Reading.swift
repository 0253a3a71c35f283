public import Domain

/// What a delivery turned out to be.
public enum Reading: Hashable, Sendable {
    case events([Event])
    /// No event, and no mistake: the sender wants something of the operator.
    case notice(IntakeNotice)
}

/// Something that a sender asks of the operator, and that the engine never does by itself.
public struct IntakeNotice: Hashable, Sendable {
    /// What was asked, in one line without control characters.
    public let sentence: String
    /// Where the operator can do it, checked to be of the sender's documented form. It carries a token: it belongs in
    /// the operator's log, and not in the audit log.
    public let link: String

    public init(sentence: String, link: String) {
        self.sentence = sentence
        self.link = link
    }
}
