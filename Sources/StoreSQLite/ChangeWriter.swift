import CEL
import Domain
import GRDB
import Ledger
import Playbooks
import Ports
import Response

/// Writes the changes of a turn, within its transaction.
struct ChangeWriter {
    private let db: Database
    /// Opened, and not written yet: nearly each goes on in the same turn, and is written once then.
    private var opened: Run?

    init(_ db: Database) { self.db = db }

    mutating func write(_ change: Change) throws {
        switch change {
        case .event(let accepted): try write(accepted)
        case .playbook(let playbook): try write(playbook)
        case .incident(let incident): try write(incident)
        case .opened(let run):
            try writeWaiting()
            opened = run
        case .advanced(let run, let steps):
            if let first = opened, first.id == run.id, run.revision == first.revision + 1 {
                opened = nil
                try insert(run, steps)
            } else {
                try writeWaiting()
                try advance(run, steps)
            }
        case .overruled(let run, let steps):
            try writeWaiting()
            for (index, record) in steps { try overrule(index, of: run, record) }
        case .touch(let touch): try write(touch)
        case .used(let use): try write(use)
        case .stop(let stop):
            try db.change("INSERT OR REPLACE INTO stops (scope, body) VALUES (?, ?)", stop.scope.text, stop.stored)
        case .fence(let device, let last):
            try db.change("INSERT OR REPLACE INTO fences (device, last) VALUES (?, ?)", device.description, last)
        case .measure(let measure):
            try db.change(
                "INSERT OR REPLACE INTO measures (id, device, since, open, body) VALUES (?, ?, ?, ?, ?)",
                measure.id.description,
                measure.device.description,
                measure.since.nanosecondsSinceEpoch,
                measure.state.isOpen,
                measure.stored
            )
        case .lifted(let scope): try db.change("DELETE FROM stops WHERE scope = ?", scope.text)
        case .stopSwitch(let stop?):
            let sql = "INSERT OR REPLACE INTO stops (scope, body) VALUES (?, ?)"
            try db.change(sql, StateReader.switchKey, stop.stored)
        case .stopSwitch(nil): try db.change("DELETE FROM stops WHERE scope = ?", StateReader.switchKey)
        }
    }

    /// A run that was opened, and did not go on. To be called after the last change.
    mutating func writeWaiting() throws {
        if let run = opened.take() { try insert(run, []) }
    }

    func write(_ entry: StoredEntry) throws {
        try db.change(
            "INSERT INTO entries (sequence, body, leaf_hash) VALUES (?, ?, ?)",
            Int64(entry.sequence),
            entry.bytes,
            entry.leafHash.bytes
        )
        for value in entry.privateValues {
            try db.change(
                "INSERT INTO private_values (sequence, field, salt, value) VALUES (?, ?, ?, ?)",
                Int64(value.sequence),
                value.field.rawValue,
                value.salt,
                value.value
            )
        }
        for root in entry.completes { try write(root) }
    }

    /// What is deleted is overwritten in its page: `PRAGMA secure_delete`. The page as it was stays in the log beside the
    /// database until ``SQLiteStore/forgetOldPages(within:)``.
    func write(_ redaction: Redaction) throws {
        switch redaction {
        case .asked(let sequence, let name, let time):
            try db.change(
                "INSERT OR REPLACE INTO redactions (sequence, asked_by, at) VALUES (?, ?, ?)",
                Int64(sequence),
                name,
                time.nanosecondsSinceEpoch
            )
        case .done(let sequence, let run):
            if let run, let person = try PersonInState(db, of: sequence) { try person.takeOut(of: run) }
            try db.change("DELETE FROM private_values WHERE sequence = ?", Int64(sequence))
            try db.change("DELETE FROM redactions WHERE sequence = ?", Int64(sequence))
        }
    }

    func write(_ cosignature: StoredCosignature) throws {
        try db.change(
            "INSERT OR REPLACE INTO cosignatures (size, witness, time, lines) VALUES (?, ?, ?, ?)",
            Int64(cosignature.size),
            cosignature.witness.description,
            cosignature.time.nanosecondsSinceEpoch,
            cosignature.lines
        )
    }

    func write(_ root: SubtreeRoot) throws {
        try db.change(
            "INSERT INTO subtrees (level, position, root) VALUES (?, ?, ?)",
            root.level,
            Int64(root.position),
            root.hash.bytes
        )
    }

    func write(_ checkpoint: StoredCheckpoint) throws {
        try db.change(
            "INSERT OR REPLACE INTO checkpoints (size, note) VALUES (?, ?)",
            Int64(checkpoint.size),
            checkpoint.note
        )
    }

    private func write(_ accepted: AcceptedEvent) throws {
        let event = accepted.event
        let incidents = Value(texts: accepted.incidents.map(\.description))
        try db.change(
            "INSERT INTO events (source, id, accepted, body, incidents) VALUES (?, ?, ?, ?, ?)",
            event.key.source,
            event.key.id,
            accepted.accepted.nanosecondsSinceEpoch,
            event.stored,
            incidents
        )
    }

    private func write(_ playbook: Playbook) throws {
        try db.change(
            "INSERT OR IGNORE INTO playbooks (digest, name, file, body) VALUES (?, ?, ?, ?)",
            playbook.digest.description,
            playbook.name,
            playbook.file,
            playbook.text
        )
    }

    /// `joins_until` says for how long it is read back, which may be longer than events join it.
    private func write(_ incident: Incident) throws {
        try db.change(
            """
            INSERT INTO incidents (id, opened, joins_until, body) VALUES (?, ?, ?, ?) ON CONFLICT (id)
            DO UPDATE SET opened = excluded.opened, joins_until = excluded.joins_until, body = excluded.body
            """,
            incident.id.description,
            incident.opened.nanosecondsSinceEpoch,
            incident.keptUntil.nanosecondsSinceEpoch,
            incident.stored
        )
    }

    /// A new run, and those of its steps whose state changed.
    private func insert(_ run: Run, _ steps: [Step.Index]) throws {
        try db.change(
            "INSERT INTO runs (id, incident, phase, outcome, ended, revision, body) VALUES (?, ?, ?, ?, ?, ?, ?)",
            run.id.description,
            run.incident.description,
            run.phase.text,
            run.phase.outcome?.text,
            run.ended?.nanosecondsSinceEpoch,
            run.revision,
            RunHeader(run).stored
        )
        let number = db.lastInsertedRowID
        for index in steps {
            let record = run[index]
            try db.change(
                "INSERT INTO steps (run, position, state, body) VALUES (?, ?, ?, ?)",
                number,
                index.position,
                record.state.text,
                record.stored
            )
        }
    }

    /// Compare-and-set: the row must be at the revision from which the core went on.
    private func advance(_ run: Run, _ steps: [Step.Index]) throws {
        try db.change(
            "UPDATE runs SET phase = ?, outcome = ?, ended = ?, revision = ? WHERE id = ? AND revision = ?",
            run.phase.text,
            run.phase.outcome?.text,
            run.ended?.nanosecondsSinceEpoch,
            run.revision,
            run.id.description,
            run.revision - 1
        )
        try expectOneChange("write run \(run.id)", "it is not at revision \(run.revision - 1) any more")
        for index in steps {
            let record = run[index]
            try db.change(
                """
                INSERT INTO steps (run, position, state, body)
                VALUES ((SELECT number FROM runs WHERE id = ?), ?, ?, ?)
                ON CONFLICT (run, position) DO UPDATE SET state = excluded.state, body = excluded.body
                """,
                run.id.description,
                index.position,
                record.state.text,
                record.stored
            )
        }
    }

    private func overrule(_ index: Step.Index, of run: RunID, _ record: StepRecord) throws {
        try db.change(
            """
            UPDATE steps SET body = ?
            WHERE run = (SELECT number FROM runs WHERE id = ?) AND position = ? AND state = ?
            """,
            record.stored,
            run.description,
            index.position,
            record.state.text
        )
        try expectOneChange(
            "write step \(index.position) of run \(run)",
            "it is not '\(record.state.text)' any more"
        )
    }

    /// What was to be written over is as it was read, or somebody else has written meanwhile.
    private func expectOneChange(_ attempted: String, _ reason: String) throws {
        guard db.changesCount != 1 else { return }
        throw StoreFailure.conflict(
            OperatorError(
                attempted: attempted,
                reason: reason,
                remedy: "make sure that only one Cordon uses this database, then start it again"
            )
        )
    }

    private func write(_ touch: Touch) throws {
        try db.change(
            """
            INSERT INTO touches (playbook, device, at, drill, site, groups, version, first, runs)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET
                at = excluded.at, site = excluded.site, groups = excluded.groups, runs = excluded.runs
            """,
            touch.playbook,
            touch.device.description,
            touch.at.nanosecondsSinceEpoch,
            touch.isDrill,
            touch.site,
            Value(texts: touch.groups),
            touch.version?.description ?? "",
            touch.first.nanosecondsSinceEpoch,
            Value.list(touch.runs.map { Value($0) })
        )
    }

    private func write(_ use: ActionUse) throws {
        try db.change(
            "INSERT OR REPLACE INTO uses (action, device, at, drill) VALUES (?, ?, ?, ?)",
            use.action,
            use.device.description,
            use.at.nanosecondsSinceEpoch,
            use.isDrill
        )
    }
}
