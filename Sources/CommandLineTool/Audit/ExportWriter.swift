import CEL
import Domain
import Foundation
import JSON
package import Ledger
import Ports
import Response
import StoreSQLite

/// Writes a log into a folder that verifies without Cordon and without its database.
package struct ExportWriter {
    package struct Summary: Sendable {
        var entries: UInt64 = 0
        var checkpoints = 0
    }

    let folder: String
    /// In the order of their use.
    let keys: [VerifierKey]
    /// Whether names of people, and what they wrote, go along.
    let withPrivate: Bool

    package init(folder: String, keys: [VerifierKey], withPrivate: Bool) {
        self.folder = folder
        self.keys = keys
        self.withPrivate = withPrivate
    }

    /// - Throws: where the folder is there already. What was written before something went wrong stays.
    package func write(_ log: any AuditLog) async throws -> Summary {
        try makeFolder()
        // First, so that every entry that a checkpoint covers is among those that are read after it.
        let checkpoints = try await log.checkpoints()
        let cosigned = try await log.cosignedNotes()
        var summary = Summary(checkpoints: checkpoints.count)
        var tiles = TileBuilder()
        var values: [PrivateValue] = []
        try await log.forEachPage { entries, beside in
            for entry in entries {
                let leafHash = TreeHash(ofLeaf: entry.bytes)
                for tile in tiles.append(entry.bytes, leafHash) { try write(tile.path, tile.bytes) }
                summary.entries += 1
            }
            if withPrivate { values += beside }
        }
        for tile in tiles.partial { try write(tile.path, tile.bytes) }
        try write(ExportFolder.Name.checkpoints, ExportFolder.lines(of: checkpoints))
        if !cosigned.isEmpty { try write(ExportFolder.Name.cosigned, rows: cosigned.map { ["note": .string($0)] }) }
        if let last = checkpoints.last {
            let head = cosigned.last { $0.hasPrefix("\(keys[0].name)\n\(last.size)\n") } ?? last.note
            try write(ExportFolder.Name.checkpoint, Array(head.utf8))
        }
        if withPrivate { try write(ExportFolder.Name.privateValues, rows: values.map(Self.row)) }
        try write(ExportFolder.Name.states, rows: try await states(of: log))
        try write(ExportFolder.Name.keys, Array(keys.map { "\($0)\n" }.joined().utf8))
        try write(ExportFolder.Name.readMe, Array(Self.readMe(keys[0]).utf8))
        return summary
    }

    private func states(of log: any AuditLog) async throws -> [Value] {
        var rows: [Value] = []
        try await log.forEachAccount { rows.append($0.row) }
        return rows
    }

    private static func row(_ value: PrivateValue) -> Value {
        [
            "sequence": .int(Int64(value.sequence)), "field": .string(value.field.rawValue),
            "salt": .string(Digest.hex(value.salt)), "value": .string(value.value),
        ]
    }

    /// It stays with whoever exports, root, too: what is in it is nothing for the owner of the folder that it lies in.
    private func makeFolder() throws(OperatorError) {
        let above = URL(filePath: folder).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(
                at: above,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw unmade(error.localizedDescription)
        }
        guard mkdir(folder, 0o700) == 0 else {
            let code = errno
            guard code == EEXIST else { throw unmade(String(cString: strerror(code))) }
            throw OperatorError(
                attempted: "export into \(folder)",
                reason: "it is there already",
                remedy: "name a folder that is not: an export is never mixed with another"
            )
        }
    }

    private func unmade(_ reason: String) -> OperatorError {
        OperatorError(
            attempted: "make the folder \(folder)",
            reason: reason,
            remedy: "check that the folder above it exists and belongs to this user"
        )
    }

    private func write(_ name: String, rows: [Value]) throws(OperatorError) {
        try write(name, ExportFolder.lines(rows))
    }

    private func write(_ name: String, _ bytes: [UInt8]) throws(OperatorError) {
        let url = URL(filePath: "\(folder)/\(name)")
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(bytes).write(to: url)
        } catch {
            throw OperatorError(
                attempted: "write \(folder)/\(name)",
                reason: error.localizedDescription,
                remedy: "make room, or name a folder on another disk"
            )
        }
    }

    private static func readMe(_ anchor: VerifierKey) -> String {
        """
        This is the audit log of an installation of Cordon, exported to be checked by somebody who trusts nobody.

        Its first verifier key is

            \(anchor)

        Do not take it from this file alone: ask whoever runs the installation, by another way. Then, with Cordon:

            cordon audit verify FOLDER --key KEY

        or without it, with the reader that lies in Cordon's source under examples/audit-reader, or with any tool for
        C2SP tlog-tiles and checkpoints:

            python3 audit_reader.py FOLDER KEY

        What is proven: the entries are those that the holder of the key signed, in this order, and none is missing up to the
        last checkpoint. What a witness cosigned (cosigned.jsonl), even the holder of the key cannot have changed since. What is
        not proven: that the program which wrote the entries told the truth.

        tile/entries    the entries, 256 in a file, each behind its length in two bytes
        tile/0 ...      the hashes of the tree
        checkpoints.jsonl, checkpoint    what was signed, and the newest of it
        keys            all keys that signed, in the order of their use
        states.jsonl    what the database said of each run, to be compared with the entries
        private.jsonl   names of people and what they wrote, where they were exported
        """ + "\n"
    }
}
