package import Domain
import Intake
import JSON
package import Ports
import Response
import Synchronization

// An event that is durable is taken up with its run at each start: there it is the run that is counted, and set aside.
extension QuarantineWatch: WorkInHand {
    package func take(_ run: RunID, for work: Work) { hand.put(run, for: work) }

    package func putDown(_ work: Work) { hand.clear(work) }

    /// What is counted stays so for as long as the run is open: each start goes well where a timer reaches the defect.
    package func setAside(in stored: StoredState) throws(OperatorError) -> [RunID: SetAside] {
        var suspects = state.withLock { $0.suspectRuns }
        let before = suspects
        suspects.keepOnly(suspects.isEmpty ? [] : Set(stored.runs.map { QuarantinedRun.digest(of: $0.header.id) }))
        let left = hand.runs
        // What is not among them has ended, or was never durable: that is counted as an arrival.
        for run in stored.runs where left.contains(run.header.id) {
            let named = QuarantinedRun(run, of: stored.playbooks[run.header.playbook])
            guard suspects.countCrash(of: named.digest) else { continue }
            try folder.keep(QuarantinedArrival(HeldArrival(run), of: named, since: started))
        }
        let aside = try decided(about: stored.runs.map(\.header.id), &suspects)
        if suspects != before { try suspects.keep(in: suspectRunsPath) }
        state.withLock { $0.suspectRuns = suspects }
        Work.allCases.forEach(hand.clear)
        runsCounted.finish()
        return aside
    }

    /// What is in quarantine, and what people decided about it.
    private func decided(
        about runs: [RunID],
        _ suspects: inout Suspects
    ) throws(OperatorError) -> [RunID: SetAside] {
        let contents = try folder.contents()
        var aside = held(runs, by: contents.unreadable)
        for arrival in contents.arrivals {
            guard let run = arrival.run?.run else { continue }
            switch arrival.state {
            case .held:
                let reason =
                    "it ended the engine \(Suspects.crashesMax) times, and is in quarantine as \(arrival.id): look at "
                    + "it with 'cordon quarantine show \(arrival.id)'"
                aside[run] = .undecided(reason: reason)
            case .dropped: aside[run] = .givenUp
            case .awaitsStart:
                suspects.giveOneMoreTry(arrival.digest)
                try settle(arrival, as: .passed)
            case .passed: continue
            }
        }
        return aside
    }

    /// Of a file that cannot be read, its name tells which run it is about. What was decided about it, nobody knows.
    private func held(_ runs: [RunID], by files: [QuarantineFolder.UnreadableFile]) -> [RunID: SetAside] {
        guard !files.isEmpty else { return [:] }
        let names = Set(files.map(\.id))
        var aside: [RunID: SetAside] = [:]
        for run in runs {
            let id = QuarantinedArrival.id(of: QuarantinedRun.digest(of: run))
            guard names.contains(id) else { continue }
            let reason = "it is in quarantine as \(id), whose file cannot be read: see 'cordon quarantine show \(id)'"
            aside[run] = .undecided(reason: reason)
        }
        return aside
    }
}

extension HeldArrival {
    /// Its event as it is stored, from whoever began the run with it.
    fileprivate init(_ run: StoredRun) {
        self.init(
            Arrival(
                body: JSONText.write(run.event.stored),
                contentType: "application/json",
                arrived: run.header.started
            ),
            from: run.header.startedBy
        )
    }
}
