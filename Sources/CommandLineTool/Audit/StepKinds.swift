import AuditViews
import Domain
import Ledger
import Playbooks
import Ports
import Response
import StoreSQLite

/// Of which kind the steps of runs are, by the playbooks that they are pinned to: entries name a step by its id alone.
struct StepKinds {
    private let history: SQLiteHistory
    private let compiler = PlaybookFolder(connections: nil).compiler
    /// By the version of the playbook, and the step's path. A version that is not known, or not understood, has none.
    private var known: [Digest: [String: String]] = [:]

    init(_ history: SQLiteHistory) { self.history = history }

    /// The rows, each with the kind of its step.
    mutating func told(_ rows: [ViewedRow]) async throws -> [ViewedRow] {
        var told = rows
        for (position, row) in rows.enumerated() {
            guard case .entry(var entry) = row, let step = entry.record.step, let playbook = entry.record.playbook
            else {
                continue
            }
            entry.kind = try await steps(of: playbook)[step]
            told[position] = .entry(entry)
        }
        return told
    }

    private mutating func steps(of playbook: Digest) async throws -> [String: String] {
        if let steps = known[playbook] { return steps }
        let stored = try await history.playbook(playbook)
        let compiled = try? stored.map { try compiler.recompile($0.text, file: $0.file) }
        let steps = compiled?.steps.map { ($0.path, $0.kindWord) } ?? []
        let kinds = Dictionary(steps) { first, _ in first }
        known[playbook] = kinds
        return kinds
    }
}
