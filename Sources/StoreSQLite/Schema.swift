import Domain
import Foundation
package import GRDB
import Ledger

/// The tables, as forward-only migrations: one is added, none is changed once it was released.
///
/// Rows that people may look at with `sqlite3` carry their body as JSON; columns beside it are those that are searched.
/// Times are nanoseconds since 1970 UTC.
package enum Schema {
    package static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: first light") { db in
            try db.execute(sql: first)
        }
        migrator.registerMigration("2: limits over sites and groups") { db in
            try db.execute(sql: limitsOverParts)
        }
        migrator.registerMigration("3: stops, fences and measures") { db in
            try db.execute(sql: stopsAndMeasures)
        }
        migrator.registerMigration("4: canaries") { db in
            try db.execute(sql: canaries)
        }
        migrator.registerMigration("5: roots of subtrees") { db in
            try db.execute(sql: subtrees)
            try keepRoots(db)
        }
        migrator.registerMigration("6: cosignatures") { db in
            try db.execute(sql: cosignatures)
        }
        migrator.registerMigration("7: private values of entries") { db in
            try db.execute(sql: privateValues)
        }
        migrator.registerMigration("8: limits of actions") { db in
            try db.execute(sql: limitsOfActions)
        }
        migrator.registerMigration("9: redactions") { db in
            try db.execute(sql: redactions)
        }
        migrator.registerMigration("10: runs in the order in which they came") { db in
            try db.execute(sql: inOrder)
        }
        migrator.registerMigration("11: touches of each version") { db in
            try db.execute(sql: touchesOfVersions)
        }
        migrator.registerMigration("12: incidents by their number") { db in
            try db.execute(sql: byNumber)
        }
        migrator.registerMigration("13: first touches") { db in
            try db.execute(sql: firstTouches)
        }
        migrator.registerMigration("14: runs that touched a device") { db in
            try db.execute(sql: runsThatTouched)
        }
        return migrator
    }

    /// A redaction deletes a row here, and nothing anywhere else.
    private static let privateValues = """
        CREATE TABLE private_values (
            sequence INTEGER NOT NULL, field TEXT NOT NULL, salt BLOB NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY (sequence, field)
        ) WITHOUT ROWID;
        """

    /// `groups` is a JSON list of texts.
    private static let limitsOverParts = """
        ALTER TABLE touches ADD COLUMN site TEXT NOT NULL DEFAULT '';
        ALTER TABLE touches ADD COLUMN groups TEXT NOT NULL DEFAULT '[]';
        """

    private static let stopsAndMeasures = """
        CREATE TABLE stops (scope TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE fences (device TEXT NOT NULL PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE measures (
            id TEXT NOT NULL PRIMARY KEY, device TEXT NOT NULL, since INTEGER NOT NULL, open INTEGER NOT NULL,
            body TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX measures_open ON measures (since) WHERE open;
        """

    private static let canaries = """
        ALTER TABLE touches ADD COLUMN version TEXT;
        """

    private static let subtrees = """
        CREATE TABLE subtrees (
            level INTEGER NOT NULL, position INTEGER NOT NULL, root BLOB NOT NULL, PRIMARY KEY (level, position)
        ) WITHOUT ROWID;
        """

    /// `witness` is the text of its key; `lines` go below the note of the checkpoint of that size.
    private static let cosignatures = """
        CREATE TABLE cosignatures (
            size INTEGER NOT NULL, witness TEXT NOT NULL, time INTEGER NOT NULL, lines TEXT NOT NULL,
            PRIMARY KEY (witness, size)
        ) WITHOUT ROWID;
        """

    /// For the entries that are there already.
    private static func keepRoots(_ db: Database) throws {
        var tree = MerkleTree()
        let rows = try Row.fetchCursor(db, sql: "SELECT sequence, leaf_hash FROM entries ORDER BY sequence")
        while let row = try rows.next() {
            guard row["sequence"] == Int64(tree.size), let hash = TreeHash(bytes: row["leaf_hash"] as Data) else {
                throw StoredFormatError("audit log: entry \(tree.size) is missing, or its leaf hash is damaged")
            }
            for root in tree.append(hash) { try ChangeWriter(db).write(root) }
        }
    }

    /// A version of a playbook is not forgotten by its canary because another one has touched the same device since. The
    /// empty version is that of a touch that knows of none.
    private static let touchesOfVersions = """
        CREATE TABLE new_touches (
            playbook TEXT NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL, drill INTEGER NOT NULL,
            site TEXT NOT NULL DEFAULT '', groups TEXT NOT NULL DEFAULT '[]', version TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (playbook, device, version, drill)
        ) WITHOUT ROWID;
        INSERT INTO new_touches (playbook, device, at, drill, site, groups, version)
            SELECT playbook, device, at, drill, site, groups, coalesce(version, '') FROM touches;
        DROP TABLE touches;
        ALTER TABLE new_touches RENAME TO touches;
        """

    /// Ids are hashes. Rows that lie in the order of their ids are strewn over the whole file, and each that a turn writes
    /// costs a page of it; in the order in which they came, those of one turn lie together.
    private static let inOrder = """
        CREATE TABLE new_incidents (
            number INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, opened INTEGER NOT NULL,
            joins_until INTEGER NOT NULL, body TEXT NOT NULL
        );
        INSERT INTO new_incidents (id, opened, joins_until, body)
            SELECT id, opened, joins_until, body FROM incidents ORDER BY opened, id;
        DROP TABLE incidents;
        ALTER TABLE new_incidents RENAME TO incidents;
        CREATE INDEX incidents_by_time ON incidents (opened);
        CREATE INDEX incidents_by_end ON incidents (joins_until);

        CREATE TABLE new_runs (
            number INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, incident TEXT NOT NULL, phase TEXT NOT NULL,
            outcome TEXT, ended INTEGER, revision INTEGER NOT NULL, body TEXT NOT NULL
        );
        INSERT INTO new_runs (id, incident, phase, outcome, ended, revision, body)
            SELECT id, incident, phase, outcome, ended, revision, body FROM runs ORDER BY id;
        CREATE TABLE new_steps (
            run INTEGER NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (run, position)
        ) WITHOUT ROWID;
        INSERT INTO new_steps (run, position, state, body)
            SELECT number, position, state, steps.body FROM steps JOIN new_runs ON new_runs.id = steps.run;
        DROP TABLE steps;
        DROP TABLE runs;
        ALTER TABLE new_steps RENAME TO steps;
        ALTER TABLE new_runs RENAME TO runs;
        CREATE INDEX runs_open ON runs (phase) WHERE phase <> 'ended';
        """

    /// The number says which of them is newer, and each index costs a page for each incident.
    private static let byNumber = """
        DROP INDEX incidents_by_time;
        """

    /// A canary counts from the first touch of its version, of which the last one alone was kept.
    private static let firstTouches = """
        ALTER TABLE touches ADD COLUMN first INTEGER NOT NULL DEFAULT 0;
        UPDATE touches SET first = at;
        """

    /// A JSON list of times: when runs began to touch the device. What was before is not known.
    private static let runsThatTouched = """
        ALTER TABLE touches ADD COLUMN runs TEXT NOT NULL DEFAULT '[]';
        """

    /// Those that somebody asked for, and nobody else has agreed to yet.
    private static let redactions = """
        CREATE TABLE redactions (
            sequence INTEGER NOT NULL PRIMARY KEY, asked_by TEXT NOT NULL, at INTEGER NOT NULL
        );
        """

    private static let limitsOfActions = """
        CREATE TABLE uses (
            action TEXT NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL, drill INTEGER NOT NULL,
            PRIMARY KEY (action, device, drill)
        ) WITHOUT ROWID;
        """

    private static let first = """
        CREATE TABLE events (
            source TEXT NOT NULL, id TEXT NOT NULL, accepted INTEGER NOT NULL, body TEXT NOT NULL,
            incidents TEXT NOT NULL, PRIMARY KEY (source, id)
        ) WITHOUT ROWID;
        CREATE TABLE playbooks (
            digest TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, file TEXT NOT NULL, body TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE incidents (
            id TEXT NOT NULL PRIMARY KEY, opened INTEGER NOT NULL, joins_until INTEGER NOT NULL, body TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX incidents_by_time ON incidents (opened);
        CREATE INDEX incidents_by_end ON incidents (joins_until);
        CREATE TABLE runs (
            id TEXT NOT NULL PRIMARY KEY, incident TEXT NOT NULL, phase TEXT NOT NULL, outcome TEXT, ended INTEGER,
            revision INTEGER NOT NULL, body TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX runs_open ON runs (phase) WHERE phase <> 'ended';
        CREATE INDEX runs_by_incident ON runs (incident);
        CREATE TABLE steps (
            run TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, body TEXT NOT NULL,
            PRIMARY KEY (run, position)
        ) WITHOUT ROWID;
        CREATE TABLE touches (
            playbook TEXT NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL, drill INTEGER NOT NULL,
            PRIMARY KEY (playbook, device, drill)
        ) WITHOUT ROWID;
        CREATE TABLE entries (
            sequence INTEGER NOT NULL PRIMARY KEY, body BLOB NOT NULL, leaf_hash BLOB NOT NULL
        );
        CREATE TABLE checkpoints (
            size INTEGER NOT NULL PRIMARY KEY, note TEXT NOT NULL
        );
        """
}
