import Domain
import Foundation
import Playbooks
import Ports
import Response
import StoreSQLite

/// Waits for a run as long as it goes on by itself, and says meanwhile how it goes.
struct RunWatch {
    private static let pause: Duration = .milliseconds(40)
    /// A run that is done within it needs no running commentary.
    private static let patience = 25

    let settings: Settings

    /// Returns when the run has ended, or waits for a person or the end of a stop, and for nothing else: without an
    /// engine nobody could tell it anything while somebody waits here.
    func untilRest(_ incident: IncidentID) async throws {
        let history = try settings.history()
        var pinned: Playbook?
        var timeline: Timeline?
        var told: [Int: String] = [:]
        for look in 0... {
            if let detail = try await history.incident(incident.description) {
                if detail.run.phase.isAtRest { return }
                let playbook = try pinned ?? PinnedPlaybook(detail).playbook
                pinned = playbook
                if detail.run.waitsForPeopleAlone(in: playbook, stops: try await stops(history)) { return }
                if look > Self.patience {
                    let now = timeline?.following(detail.run) ?? Timeline(detail, of: playbook)
                    tell(now.progress, &told)
                    timeline = now
                }
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// What is stopped; how much that holds, the report says.
    private func stops(_ history: SQLiteHistory) async throws(OperatorError) -> StopsInForce {
        let file = StopFile(settings.folder)
        return StopsInForce(try await history.stops(), file: file.isThrown() ? file.path : nil)
    }

    /// What has been done and what is waited for, on standard error: the result is what belongs on standard output.
    private func tell(_ lines: [Int: String], _ told: inout [Int: String]) {
        for (position, line) in lines.sorted(by: { $0.key < $1.key }) {
            guard told.updateValue(line, forKey: position) != line else { continue }
            FileHandle.standardError.write(Data("\(line)\n".utf8))
        }
    }
}
