/// Looks until there is something to see, and gives it back.
///
/// The only place where the testbed waits by the clock: in steps of a few milliseconds, up to a deadline.
/// - Throws: ``TestbedFailure`` that names what did not come about.
package func eventual<Result>(
    _ what: String,
    within limit: Duration = .seconds(20),
    _ look: () async throws -> Result?
) async throws -> Result {
    let deadline = ContinuousClock.now + limit
    while true {
        if let result = try await look() { return result }
        guard ContinuousClock.now < deadline else { throw TestbedFailure("waited \(limit) in vain: \(what)") }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Looks until it is so.
package func eventually(
    _ what: String,
    within limit: Duration = .seconds(20),
    _ isSo: () async throws -> Bool
) async throws {
    let _: Bool = try await eventual(what, within: limit) { try await isSo() ? true : nil }
}
