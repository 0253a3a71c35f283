/// What a function throws: a failure that does not know its place. The call adds it.
public struct Fault: Error, Sendable, Hashable {
    public let kind: EvaluationError.Kind
    public let message: String

    public init(_ kind: EvaluationError.Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

extension Fault {
    static let tooCostly = Fault(.costExceeded, "the call takes more steps than it is allowed")
}
