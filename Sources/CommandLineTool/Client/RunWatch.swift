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

    let settings: Settings

    /// Returns when the run has ended, or waits for a person.
    func untilRest(_ incident: IncidentID) async throws {
        let history = try settings.history()
        var timeline: Timeline?
        var told: [Int: String] = [:]
        for look in 0... {
            if let detail = try await history.incident(incident.description) {
                if detail.run.phase.isAtRest { return }
                if look > Self.patience {
                    let now = try timeline?.following(detail.run) ?? Timeline(detail)
                    tell(now.progress, &told)
                    timeline = now
                }
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// What has been done and what is waited for, on standard error: the result is what belongs on standard output.
    private func tell(_ lines: [Int: String], _ told: inout [Int: String]) {
        for (position, line) in lines.sorted(by: { $0.key < $1.key }) {
            guard told.updateValue(line, forKey: position) != line else { continue }
            FileHandle.standardError.write(Data("\(line)\n".utf8))
        }
    }
}
