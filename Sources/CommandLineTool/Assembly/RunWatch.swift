import Domain
import Ports
import Response
import StoreSQLite

/// Waits for a run to come to rest.
struct RunWatch {
    private static let pause: Duration = .milliseconds(40)

    let state: String

    /// Returns when the run has ended, or waits for a person.
    func untilRest(_ incident: IncidentID) async throws {
        let history = try SQLiteHistory(path: "\(state)/cordon.sqlite")
        while true {
            if try await history.incident(incident.description)?.run.phase.isAtRest == true { return }
            try await Task.sleep(for: Self.pause)
        }
    }
}
