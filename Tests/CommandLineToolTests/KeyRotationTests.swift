import CommandLineTool
import Domain
import Engine
import Ledger
import Ports
import StoreSQLite
import TestKit
import Testing

/// A new key for the audit log, where the process that named it in the log ended before it signed.
@Suite struct KeyRotationTests {
    private let folder = TemporaryFolder()

    /// A reading found it: only the last 20,000 entries were looked at, and a start that takes up many runs writes more after
    /// this one. The key was named once more, and the log verified no more, ever.
    @Test func `a key that the log names is not named again, however much was written since`() async throws {
        folder.write("connections:\n  broker: {kind: broker, host: localhost}\n", to: "cordon.yaml")
        let root = WorkingFolder(folder.path)
        let identity = try Identity.loadOrCreate(try Settings(folder: root, environment: [:]))
        let key = try identity.prepareRotation(root)
        let store = try SQLiteStore(path: root.path("state/cordon.sqlite"))
        let history = try SQLiteHistory(path: root.path("state/cordon.sqlite"))
        var writer = try LedgerFixture.writer()
        let others = Array(repeating: AuditRecord(.stepOK, at: Sample.start), count: 20_001)
        let signed = writer.append(Array(others.prefix(3)), salting: LedgerFixture.salt)
        let checkpoint = StoredCheckpoint(size: 3, note: "a note")
        try await store.commit(Transaction(entries: signed, checkpoint: checkpoint))
        #expect(try await identity.rotation(root, history)?.isWritten == false)
        let named = AuditRecord(.keyRotated, at: Sample.start, on: AuditObject(.key, key.description))
        let unsigned = writer.append([named] + others, salting: LedgerFixture.salt)
        try await store.commit(Transaction(entries: unsigned))
        #expect(try await identity.rotation(root, history)?.isWritten == true)
    }
}
