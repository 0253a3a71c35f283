import Domain
import Foundation
import Ports
import Response
import StoreSQLite

/// Waits for a run to come to rest, and says meanwhile how it goes.
struct RunWatch {
    private static let pause: Duration = .milliseconds(40)
    /// A run that is done within it needs no running commentary.
    private static let patience = 25

    let state: String

    /// Returns when the run has ended, or waits for a person.
    func untilRest(_ incident: IncidentID) async throws {
        let history = try SQLiteHistory(path: "\(state)/cordon.sqlite")
        var told: [Int: String] = [:]
        for look in 0... {
            guard let run = try await history.incident(incident.description)?.run else { continue }
            if run.phase.isAtRest { return }
            if look > Self.patience { tell(run, &told) }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// What a step waits for, on standard error: the result is what belongs on standard output.
    private func tell(_ run: StoredRun, _ told: inout [Int: String]) {
        for (position, record) in run.steps.sorted(by: { $0.key < $1.key }) {
            guard !record.state.isClosed, let error = record.state.error else { continue }
            let line = "  step \(position + 1) \(record.state.text), attempt \(record.state.attempts): \(error.reason)"
            guard told.updateValue(line, forKey: position) != line else { continue }
            FileHandle.standardError.write(Data("\(Terminal.safe(line))\n".utf8))
        }
    }
}
