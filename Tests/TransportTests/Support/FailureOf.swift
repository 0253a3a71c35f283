import Transport

/// What an order to a session failed with; nil where it did not.
func failureOf(_ body: () async throws -> some Sendable) async -> MQTTFailure? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error as? MQTTFailure
    }
}
