package import Domain
package import Ledger
import Playbooks
package import Ports
package import Response
package import StoreSQLite

/// The log of an installation: its database, and the entries that retention moved into the archive before.
package struct DatabaseLog: AuditLog, EntrySource {
    let history: SQLiteHistory
    /// Where older entries are; nil where there is no archive.
    let archive: ExportFolder?

    package func entries(from sequence: UInt64, limit: Int) async throws(OperatorError) -> [RawEntry] {
        guard let archive else { return try await history.entries(from: sequence, limit: limit) }
        // What is in both is as the archive has it: the database gives it away only afterwards.
        let old = try await archive.entries(from: sequence, limit: limit)
        guard old.count < limit else { return old }
        let next = old.last.map { $0.sequence + 1 } ?? sequence
        return old + (try await history.entries(from: next, limit: limit - old.count))
    }

    /// They stay in the database when their entries move.
    package var hasPrivateValues: Bool { true }

    package func privateValues(of entries: ClosedRange<UInt64>) async throws(OperatorError) -> [PrivateValue] {
        try await history.privateValues(of: entries)
    }

    package func nextSequence() async throws(OperatorError) -> UInt64 { try await history.nextSequence() }

    package func checkpoints() async throws(OperatorError) -> [StoredCheckpoint] { try await history.checkpoints() }

    package func newestNote() async throws(OperatorError) -> String? { nil }

    /// Whether an export of it verifies: of a log that an engine writes, the end is signed within seconds.
    func isSigned() async throws(OperatorError) -> Bool {
        let covered = try await history.lastCheckpoint()?.size ?? 0
        return LedgerVerifier.isSigned(covered, of: try await nextSequence())
    }

    package func cosignedNotes() async throws(OperatorError) -> [String] { try await history.cosignedNotes() }

    package func accounts(after run: String, limit: Int) async throws(OperatorError) -> [RunAccount] {
        let states = try await history.runStates(after: run, limit: limit)
        var paths: [Digest: [String]] = [:]
        for state in states where paths[state.playbook] == nil {
            paths[state.playbook] = try await self.paths(of: state.playbook)
        }
        return states.map { state in
            let names = paths[state.playbook] ?? []
            func name(_ position: Int) -> String {
                names.indices.contains(position) ? names[position] : "step \(position)"
            }
            let steps = state.steps.map { (name($0.key), $0.value) }
            let bases = state.bases.map { (name($0.key), $0.value) }
            return RunAccount(
                run: state.run,
                phase: state.phase,
                outcome: state.outcome,
                // Of a playbook that this version does not compile, as after an upgrade, nobody knows which step is which.
                steps: names.isEmpty ? nil : Dictionary(steps) { first, _ in first },
                beginning: state.beginning,
                bases: names.isEmpty ? nil : Dictionary(bases) { first, _ in first }
            )
        }
    }

    package func stopsInForce() async throws(OperatorError) -> StoredStops? {
        StoredStops(ofPeople: try await history.stops(), ofSwitch: try await history.stopSwitch())
    }

    /// The paths of a playbook's steps, by their positions.
    private func paths(of digest: Digest) async throws(OperatorError) -> [String] {
        guard let stored = try await history.playbook(digest) else { return [] }
        let playbook: Playbook? =
            try? PlaybookFolder(connections: nil).compiler.recompile(stored.text, file: stored.file)
        return playbook?.steps.map(\.path) ?? []
    }
}

extension DatabaseLog {
    /// Of which nothing was moved away.
    package init(history: SQLiteHistory) { self.init(history: history, archive: nil) }
}
