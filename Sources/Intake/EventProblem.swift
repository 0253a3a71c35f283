/// Why a delivery is refused: what is wrong, where, and what the sender can do.
public struct EventProblem: Error, Hashable, Sendable {
    public enum Kind: CaseIterable, Hashable, Sendable {
        case unsupportedContentType
        case tooLarge
        case malformedJSON
        case notAnEvent
        case missing
        case wrongType
        case invalid

        /// The stable code. Senders' programs compare it: never change one.
        public var code: String {
            switch self {
            case .unsupportedContentType: "unsupported-content-type"
            case .tooLarge: "too-large"
            case .malformedJSON: "malformed-json"
            case .notAnEvent: "not-an-event"
            case .missing: "missing-value"
            case .wrongType: "wrong-type"
            case .invalid: "invalid-value"
            }
        }

        public var title: String {
            switch self {
            case .unsupportedContentType: "This content type is not read here"
            case .tooLarge: "The delivery is too large"
            case .malformedJSON: "The body is not well-formed JSON"
            case .notAnEvent: "The body is no event in a format that is known"
            case .missing: "A value is missing"
            case .wrongType: "A value is of the wrong type"
            case .invalid: "A value is not allowed"
            }
        }
    }

    public let kind: Kind
    /// What is wrong with this very delivery. What it quotes is escaped and cut short.
    public let detail: String
    /// A JSON Pointer (RFC 6901) to the value; empty for the whole body, `nil` where the body is not at fault.
    public let pointer: String?
    /// 1-based; known where the text itself is malformed.
    public let line: Int?
    /// 1-based, in bytes.
    public let column: Int?
    /// An instruction to whoever set up the sender.
    public let remedy: String

    public init(
        _ kind: Kind,
        _ detail: String,
        pointer: String? = nil,
        line: Int? = nil,
        column: Int? = nil,
        remedy: String
    ) {
        self.kind = kind
        self.detail = detail
        self.pointer = pointer
        self.line = line
        self.column = column
        self.remedy = remedy
    }

    public var title: String { kind.title }

    /// One line, for logs and the audit log: `wrong-type at /data/severity: … Try: …`.
    public var sentence: String {
        let place = pointer.map { $0.isEmpty ? "" : " at \($0)" } ?? ""
        return "\(kind.code)\(place): \(detail). Try: \(remedy)"
    }
}

extension EventProblem: CustomStringConvertible {
    public var description: String { sentence }
}
