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

    package func accounts(after key: String, limit: Int) async throws(OperatorError) -> [RunAccount] {
        let states = try await history.runStates(after: key, limit: limit)
        var versions: [Digest: KeptVersion] = [:]
        for state in states where versions[state.playbook] == nil {
            versions[state.playbook] = try await version(state.playbook)
        }
        return states.map { $0.account(versions[$0.playbook] ?? .missing) }
    }

    package func stopsInForce() async throws(OperatorError) -> StoredStops? {
        StoredStops(ofPeople: try await history.stops(), ofSwitch: try await history.stopSwitch())
    }

    package func measuresListed() async throws(OperatorError) -> StoredMeasures? {
        let (measures, flaws) = try await history.measuresListed()
        return StoredMeasures(listed: measures, flaws: flaws)
    }

    package func touches() async throws(OperatorError) -> StoredTouches? {
        guard let touches = try await history.touches() else { return nil }
        var versions: [Digest: CountedSteps] = [:]
        for digest in try await history.playbookVersions() {
            guard case .compiled(let playbook) = try await version(digest) else { continue }
            versions[digest] = CountedSteps(of: playbook)
        }
        return StoredTouches(touches: touches, versions: versions)
    }

    private func version(_ digest: Digest) async throws(OperatorError) -> KeptVersion {
        guard let stored = try await history.playbook(digest) else { return .missing }
        // An engine takes the version from its folder first: a text that was changed is not what it would carry out.
        guard Digest(of: stored.text.utf8) == digest else { return .another }
        let playbook: Playbook? =
            try? PlaybookFolder(connections: nil).compiler.recompile(stored.text, file: stored.file)
        return playbook.map(KeptVersion.compiled) ?? .uncompiled
    }
}

extension DatabaseLog {
    /// Of which nothing was moved away.
    package init(history: SQLiteHistory) { self.init(history: history, archive: nil) }
}

/// What the database has of a version of a playbook that a run is pinned to.
private enum KeptVersion {
    case compiled(Playbook)
    /// This version of Cordon does not compile it, as after an upgrade: nobody knows which step is which.
    case uncompiled
    /// Its text is not the one that has the digest.
    case another
    /// Each is kept with its first run, and none is ever deleted.
    case missing

    /// Completes "the playbook of a run …".
    var flaw: String? {
        switch self {
        case .compiled, .uncompiled: nil
        case .another: "is not the one that it is pinned to"
        case .missing: "is not kept"
        }
    }

    /// The paths of its steps, by their positions; nil where nobody knows which step is which.
    var paths: [String]? { if case .compiled(let playbook) = self { playbook.steps.map(\.path) } else { nil } }
}

extension StoredRunState {
    fileprivate func account(_ version: KeptVersion) -> RunAccount {
        let paths = version.paths
        return RunAccount(
            run: run,
            phase: phase,
            outcome: outcome,
            steps: paths.map { Self.named(steps, by: $0) },
            beginning: beginning,
            bases: paths.map { Self.named(bases, by: $0) },
            measures: measures(version),
            key: key,
            flaws: flaws + [version.flaw.map { "the playbook of run \(run) \($0)" }].compactMap(\.self)
        )
    }

    private func measures(_ version: KeptVersion) -> [Measure]? {
        guard mayHaveMeasures else { return [] }
        guard case .compiled(let playbook) = version else { return nil }
        return try? whole?.revived(with: playbook).openMeasures
    }

    /// By the paths of the steps.
    private static func named<Kept>(_ kept: [Int: Kept], by paths: [String]) -> [String: Kept] {
        let pairs = kept.map { position, value in
            (paths.indices.contains(position) ? paths[position] : "step \(position)", value)
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
