public import Domain
public import Ports

/// Starts runs that a person asks for.
public protocol RunStarter: Sendable {
    /// - Parameters:
    ///   - playbook: by its name.
    ///   - device: the one to act on.
    ///   - event: the report to answer, which is of the same device; `nil` where there is none.
    ///   - dryRun: whether it is a drill.
    ///   - actor: who asks, as the token says.
    /// - Returns: the incident that the run was opened for, once it is durable.
    /// - Throws: where nothing was started: there is no such playbook, or the engine takes nothing now.
    func start(
        playbook: String,
        on device: DeviceID,
        event: Event?,
        dryRun: Bool,
        by actor: Actor
    ) async throws(OrderRefusal) -> IncidentID
}
