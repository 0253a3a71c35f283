import Domain
package import Ledger
import Playbooks
package import Response

/// Runs as the audit log tells of them, and their rows as a database has them: of a step that was never written, none.
package struct ReplayedRuns {
    private struct Rows {
        var phase = ""
        var outcome: String?
        let beginning: RunBeginning
        var steps: [String: StepRecord] = [:]

        func account(of run: RunID) -> RunAccount {
            RunAccount(
                run: run,
                phase: phase,
                outcome: outcome,
                steps: steps.mapValues(\.state.text),
                beginning: beginning,
                bases: steps.compactMapValues { StepBasis($0) }
            )
        }
    }

    private var replay = RunReplay()
    private var stopReplay = StopReplay()
    private var stops: [StopScope: Stop] = [:]
    private var stopSwitch: Stop?
    private var rows: [RunID: Rows] = [:]
    /// Of which something was said or written since they were compared last.
    private var uncompared: Set<RunID> = []

    package init() {}

    /// What one transaction says, and what it changes.
    package mutating func take(_ records: some Sequence<AuditRecord>, with changes: [Change]) {
        for record in records {
            replay.take(record)
            stopReplay.take(record)
            if let run = record.run { uncompared.insert(run) }
        }
        for change in changes {
            switch change {
            case .opened(let run): write(run, [])
            case .advanced(let run, let steps): write(run, steps)
            case .stop(let stop): stops[stop.scope] = stop
            case .lifted(let scope): stops[scope] = nil
            case .stopSwitch(let stop): stopSwitch = stop
            // What the log tells of a step stays as it is.
            case .event, .playbook, .incident, .overruled, .touch, .used, .fence, .measure: break
            }
        }
    }

    private mutating func write(_ run: Run, _ steps: [Step.Index]) {
        uncompared.insert(run.id)
        rows[run.id, default: Rows(beginning: RunBeginning(RunHeader(run)))].phase = run.phase.text
        rows[run.id]?.outcome = run.phase.outcome?.text
        for step in steps { rows[run.id]?.steps[run.playbook[step].path] = run[step] }
    }

    /// What an engine would find that starts now, besides what was found before.
    package mutating func disagreements() -> [String] {
        defer { uncompared = [] }
        return stopReplay.disagreements(with: Array(stops.values), stopSwitch: stopSwitch)
            + uncompared.sorted().flatMap { run -> [String] in
                guard let own = rows[run] else { return ["the log tells of run \(run), and nothing else does"] }
                return replay.disagreements(with: own.account(of: run))
            }
    }
}
