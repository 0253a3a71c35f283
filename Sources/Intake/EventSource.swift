/// Where events come in. A source runs until it is cancelled; returning early is an error that the supervisor sees.
public protocol EventSource: Sendable {
    func run(into reception: Reception) async throws
}
