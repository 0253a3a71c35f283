import Domain
import Response

extension Evidence {
    /// Nobody goes on with a run that was set aside, and whoever asks hears of it.
    func lostAside() -> [Violation] {
        let goneOn = writes.flatMap { moment, written in
            written.changes.compactMap { change -> Violation? in
                guard case .advanced(let run, _) = change, isAside(run.id, at: moment) else { return nil }
                return violation(7, "\(name(run.id)) was set aside, and goes on", at: moment)
            }
        }
        guard let shown = shownAside else { return goneOn }
        return goneOn
            + aside.keys.filter { !shown.contains($0) }.map {
                violation(7, "\(name($0)) was set aside, and nobody is told")
            }
    }

    func isAside(_ run: RunID, at moment: Moment) -> Bool { aside[run].map { $0 < moment } ?? false }
}
