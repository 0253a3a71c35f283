package import Domain
package import Ledger

/// What the operator wrote and the engine goes by, by its digest: as it is now, or as the log has it of an earlier start.
package struct LoadedFiles: Hashable, Sendable {
    /// What settings are read from besides `cordon.yaml`: among the files, though it is none.
    package static let environment = "environment"

    /// By the playbook's name.
    package var playbooks: [String: Digest] = [:]
    package var files: [String: Digest] = [:]
    /// The names of the variables that say something.
    package var variables: [String] = []

    package init() {}

    /// What a start says of it: which playbooks are others than `earlier`, or gone, and then of each file which one it is,
    /// changed or not, so that the next start finds it. The engine itself names the playbooks that it loaded.
    ///
    /// The files come last: a start of which the log has them has told of its playbooks.
    package func notes(since earlier: Self, at now: Instant) -> [AuditRecord] {
        let playbooks = earlier.playbooks.sorted { $0.key < $1.key }.compactMap { name, before in
            note(ofPlaybook: name, before, at: now)
        }
        let names = Set(files.keys).union(earlier.files.keys).sorted()
        return playbooks + names.map { note(ofFile: $0, earlier.files[$0], at: now) }
    }

    private func note(ofPlaybook name: String, _ before: Digest, at now: Instant) -> AuditRecord? {
        let after = playbooks[name]
        guard before != after else { return nil }
        return AuditRecord(
            after == nil ? .playbookRemoved : .playbookChanged,
            at: now,
            on: .playbook(name),
            playbook: after,
            detail: "before: \(before)"
        )
    }

    private func note(ofFile name: String, _ before: Digest?, at now: Instant) -> AuditRecord {
        let after = files[name]
        let changed = before.flatMap { $0 == after ? nil : "before: \($0)" }
        let said = name == Self.environment && !variables.isEmpty ? variables.joined(separator: ", ") : nil
        return AuditRecord(
            changed == nil ? .configurationLoaded : .configurationChanged,
            at: now,
            on: AuditObject(.file, name),
            detail: [changed, said].compactMap(\.self).joined(separator: "; "),
            evidence: after
        )
    }
}
