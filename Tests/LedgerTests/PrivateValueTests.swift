import Domain
import Ledger
import Testing

/// What is about a person stands beside the log, and the log holds a commitment to it.
@Suite struct PrivateValueTests {
    private static let ana = Actor(name: "person:ana", proof: "bearer-token")

    private func stored(_ record: AuditRecord, salt: UInt8 = 7) throws -> StoredEntry {
        var writer = try LedgerWriter(
            origin: Samples.plant,
            node: "node-1",
            log: StoredLog(),
            signed: .beginning(of: Samples.plant)
        )
        return writer.append([record]) { Array(repeating: salt, count: PrivateValue.saltBytes) }[0]
    }

    private func stop(_ detail: String? = "fire in hall 3") -> AuditRecord {
        AuditRecord(.stopSet, at: Samples.start, by: Self.ana, on: AuditObject(.scope, "all"), detail: detail)
    }

    @Test func `neither a person's name nor what they wrote stands in an entry`() throws {
        let stored = try stored(stop())
        let text = String(decoding: stored.bytes, as: UTF8.self)
        #expect(!text.contains("ana") && !text.contains("fire"))
        #expect(text.contains("bearer-token"), "how they proved who they are is nobody's secret")
        #expect(stored.privateValues.map(\.value) == ["person:ana", "fire in hall 3"])
        #expect(stored.entry.record.actor.name == "person" && stored.entry.record.detail == nil)
    }

    @Test func `whoever has the values sees the record as it was`() throws {
        let stored = try stored(stop())
        let read = try Entry(decoding: stored.bytes)
        #expect(read == stored.entry)
        #expect(read.encoded == stored.bytes)
        #expect(read.opened(with: stored.privateValues) == stop())
        #expect(stored.record == stop())
    }

    @Test func `a value that is not the one is not shown`() throws {
        let stored = try stored(stop())
        let forged = stored.privateValues.map {
            PrivateValue(sequence: $0.sequence, field: $0.field, salt: $0.salt, value: "person:bo")
        }
        #expect(stored.entry.opened(with: forged) == stored.entry.record)
    }

    @Test func `with another salt the same name is committed to differently`() throws {
        let commitments = try (0..<100).map { try stored(stop(), salt: $0).entry.commitments[.actor] }
        #expect(Set(commitments).count == 100)
    }

    @Test func `a commitment is to this field, this salt and this value`() {
        let salt = [UInt8](repeating: 7, count: PrivateValue.saltBytes)
        let value = PrivateValue(sequence: 1, field: .actor, salt: salt, value: "person:ana")
        // Made with: printf '\002' …; sha256sum, from the description in docs/audit-format.md.
        #expect(value.commitment == Digest(of: [2] + salt + [5] + Array("person:ana".utf8)))
        #expect(
            value.commitment != PrivateValue(sequence: 1, field: .detail, salt: salt, value: "person:ana").commitment
        )
    }

    @Test func `a detail that names somebody is private though the engine wrote it`() throws {
        let held = AuditRecord(.guardHeld, at: Samples.start, detail: "everything is stopped by person:ana: fire")
        let stored = try stored(held)
        #expect(stored.privateValues.map(\.field) == [.detail])
        #expect(!String(decoding: stored.bytes, as: UTF8.self).contains("ana"))
        #expect(stored.record == held)
    }

    @Test(arguments: [
        "12 of 10 devices within an hour", "a person: none", "personal", ":", "the proverb 'person :'", "",
    ])
    func `what names nobody stands in the entry`(_ detail: String) throws {
        let record = AuditRecord(.guardHeld, at: Samples.start, detail: detail)
        let isPrivate = detail.contains("person:")
        #expect(try stored(record).privateValues.isEmpty != isPrivate)
    }

    @Test func `a commitment beside the value that it stands for is refused`() throws {
        let open = try stored(AuditRecord(.stopSet, at: Samples.start, by: Actor(name: "source:x", proof: "none")))
            .bytes
        let closed = open + [EntryField.privateActor.rawValue, 32] + [UInt8](repeating: 1, count: 32)
        #expect(throws: EntryMalformed.badValue(.privateActor)) { try Entry(decoding: closed) }
    }

    @Test func `a commitment to an actor without a proof is refused`() throws {
        let engine = try stored(AuditRecord(.engineStarted, at: Samples.start)).bytes
        let closed = engine + [EntryField.privateActor.rawValue, 32] + [UInt8](repeating: 1, count: 32)
        #expect(throws: EntryMalformed.missing(.proof)) { try Entry(decoding: closed) }
    }

    /// What a verifier finds in a log of these records, beside which lie the values that `keep` leaves.
    private func findings(
        _ records: [AuditRecord],
        strays: [UInt64] = [],
        demanded: Bool = true,
        keep: (PrivateValue) -> Bool
    ) throws -> [LedgerFinding] {
        let nothing = SignerState.beginning(of: Samples.plant)
        var writer = try LedgerWriter(origin: Samples.plant, node: "node-1", log: StoredLog(), signed: nothing)
        var verifier = LedgerVerifier(
            origin: Samples.plant,
            keys: [Samples.key().verifier],
            signer: nothing,
            demandsPrivateValues: demanded
        )
        for entry in writer.append(records, salting: Samples.salt) {
            let kept = entry.privateValues.filter(keep)
            verifier.take(entry: entry.sequence, bytes: entry.bytes, leafHash: entry.leafHash, privateValues: kept)
        }
        for stray in strays { verifier.take(strayPrivateValueOf: stray) }
        return verifier.finish().findings
    }

    private func redaction(_ action: AuditAction = .redactionDone, of entry: String) -> AuditRecord {
        AuditRecord(action, at: Samples.start, by: Self.ana, on: AuditObject(.entry, entry), detail: "he asked")
    }

    // A reading found it: whoever deleted a name by hand had nobody look for it.
    @Test func `a value that is gone is a finding, unless somebody had it redacted`() throws {
        let log = [stop(), stop(), redaction(of: "1")]
        #expect(try findings(log) { _ in true } == [])
        #expect(try findings(log) { $0.sequence != 1 } == [])
        let found = try findings(log) { $0.sequence == 2 }
        #expect(found == [.privateValueMissing(0)])
        #expect(found.first?.verdict == .invalid && found.first?.entry == 0)
        #expect(try findings(log) { $0.sequence != 2 } == [.privateValueMissing(2)])
        #expect(try findings(log) { $0.field == .actor } == [.privateValueMissing(0)], "the name alone is not all")
    }

    @Test func `a redaction is one only if it was done, of that entry, and after it`() throws {
        for other in [redaction(.redactionAsked, of: "1"), redaction(of: "11"), redaction(of: "one")] {
            #expect(try findings([stop(), stop(), other]) { $0.sequence != 1 } == [.privateValueMissing(1)])
        }
        #expect(try findings([redaction(of: "1"), stop()]) { $0.sequence != 1 } == [.privateValueMissing(1)])
        let device = AuditRecord(.redactionDone, at: Samples.start, on: AuditObject(.file, "1"))
        #expect(try findings([stop(), stop(), device]) { $0.sequence != 1 } == [.privateValueMissing(1)])
    }

    @Test func `a value that belongs to no entry is a finding`() throws {
        #expect(try findings([stop()], strays: [9, 7]) { _ in true } == [.privateValueStray(7)])
        #expect(try findings([stop()], strays: [7]) { _ in false } == [.privateValueMissing(0)])
    }

    @Test func `a log that is read without private values is not asked for them`() throws {
        #expect(try findings([stop()], strays: [7], demanded: false) { _ in false } == [])
    }
}
