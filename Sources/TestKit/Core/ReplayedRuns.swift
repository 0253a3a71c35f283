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
        /// By the steps.
        var measures: [Measure] = []

        func account(of run: RunID) -> RunAccount {
            RunAccount(
                run: run,
                phase: phase,
                outcome: outcome,
                steps: steps.mapValues(\.state.text),
                beginning: beginning,
                bases: steps.compactMapValues { StepBasis($0) },
                measures: measures
            )
        }
    }

    private var replay = RunReplay()
    private var stopReplay = StopReplay()
    private var stops: [StopScope: Stop] = [:]
    private var stopSwitch: Stop?
    private var rows: [RunID: Rows] = [:]
    /// As a store keeps them, by what it finds them by.
    private var touches: [TouchKey: Touch] = [:]
    private var versions: [Digest: CountedSteps] = [:]
    /// As a store lists them.
    private var measures: [RunID: [MeasureID: Measure]] = [:]
    /// Of which something was said or counted since they were compared last.
    private var uncomparedDevices: Set<AuditObject> = []
    /// Of which something was said or written since they were compared last.
    private var uncompared: Set<RunID> = []

    package init() {}

    /// What one transaction says, and what it changes.
    package mutating func take(_ records: some Sequence<AuditRecord>, with changes: [Change]) {
        for record in records {
            replay.take(record)
            stopReplay.take(record)
            guard let run = record.run else { continue }
            uncompared.insert(run)
            if record.action == .stepIntent, let device = record.object { uncomparedDevices.insert(device) }
        }
        for change in changes {
            switch change {
            case .opened(let run):
                if versions[run.playbook.digest] == nil {
                    versions[run.playbook.digest] = CountedSteps(of: run.playbook)
                }
                write(run, [])
            case .advanced(let run, let steps): write(run, steps)
            case .stop(let stop): stops[stop.scope] = stop
            case .lifted(let scope): stops[scope] = nil
            case .stopSwitch(let stop): stopSwitch = stop
            case .touch(let touch): write(touch)
            case .measure(let measure): measures[measure.run, default: [:]][measure.id] = measure
            // What the log tells of a step stays as it is.
            case .event, .playbook, .incident, .overruled, .used, .fence: break
            }
        }
    }

    private struct TouchKey: Hashable {
        let playbook: String
        let version: Digest?
        let device: DeviceID
        let isDrill: Bool
    }

    private mutating func write(_ touch: Touch) {
        let key = TouchKey(
            playbook: touch.playbook,
            version: touch.version,
            device: touch.device,
            isDrill: touch.isDrill
        )
        touches[key] = touch.following(touches[key])
        uncomparedDevices.insert(.device(touch.device))
    }

    private mutating func write(_ run: Run, _ steps: [Step.Index]) {
        uncompared.insert(run.id)
        rows[run.id, default: Rows(beginning: RunBeginning(RunHeader(run)))].phase = run.phase.text
        rows[run.id]?.outcome = run.phase.outcome?.text
        rows[run.id]?.measures = run.openMeasures
        for step in steps { rows[run.id]?.steps[run.playbook[step].path] = run[step] }
    }

    /// What an engine would find that starts now, besides what was found before.
    package mutating func disagreements() -> [String] {
        defer { (uncompared, uncomparedDevices) = ([], []) }
        return miscounted() + stopReplay.disagreements(with: Array(stops.values), stopSwitch: stopSwitch)
            + uncompared.sorted().flatMap { run -> [String] in
                guard let own = rows[run] else { return ["the log tells of run \(run), and nothing else does"] }
                let account = own.account(of: run)
                return replay.disagreements(with: account) + mislisted(account)
            }
    }

    private func mislisted(_ account: RunAccount) -> [String] {
        var own = MeasuresOfRuns()
        own.take(account)
        return own.disagreements(with: measures[account.run, default: [:]].values.filter(\.state.isOpen))
    }

    private func miscounted() -> [String] {
        guard !uncomparedDevices.isEmpty else { return [] }
        let own = touches.values.filter { uncomparedDevices.contains(.device($0.device)) }
        return replay.disagreements(with: own, of: versions, about: uncomparedDevices)
    }
}
