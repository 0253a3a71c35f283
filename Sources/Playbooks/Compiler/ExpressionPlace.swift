/// Where an expression stands: what it may see there.
struct ExpressionPlace {
    let visibility: Visibility
    /// The steps that are done by then, as they are named in expressions.
    var done: Set<String> = []

    static let trigger = Self(visibility: .trigger)
    static let inputs = Self(visibility: .inputs)

    static func step(after done: Set<String>) -> Self { Self(visibility: .step, done: done) }

    var confirmation: Self { Self(visibility: .confirmation, done: done) }
}
