/// One way in which monitors write down what happened.
///
/// To add one: a file in `Intake` with a type that conforms to this, and a line in ``BuiltInIntake/all``. A format is
/// pure: it is handed what arrived and the time, and answers with events. It fetches nothing, and evaluates nothing.
public protocol EventFormat: Sendable {
    /// As messages and documentation name it: `device-defender`.
    static var name: String { get }
    /// One line for the reference.
    static var summary: String { get }
    /// The media types that announce it, as the reference and a refusal list them.
    static var contentTypes: [String] { get }

    /// Whether the delivery is in this format: by what its carrier says of it, else by its shape.
    static func recognises(_ delivery: Delivery) -> Bool

    /// - Returns: every event of the delivery, in order. All of them, or a problem.
    static func read(_ delivery: Delivery) throws(EventProblem) -> Reading
}
