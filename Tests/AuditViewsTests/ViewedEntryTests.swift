import AuditViews
import Domain
import Ledger
import TestKit
import Testing

/// What may be believed of a row.
@Suite struct ViewedEntryTests {
    private func decision(keep: (PrivateValue) -> PrivateValue? = { $0 }) throws -> ViewedEntry {
        let log = try SampleLog([SampleLog.record(.holdApproved, by: SampleLog.ana, step: "a", detail: "go on")])
        return try #require(log.entries(keep: keep).first)
    }

    @Test func `a name and a reason are shown to whoever may see them`() throws {
        let entry = try decision()
        #expect(entry.actorText(withPrivate: true) == "person:ana")
        #expect(entry.detailText(withPrivate: true) == "go on")
        #expect(entry.actorText(withPrivate: false) == "person (private)")
        #expect(entry.detailText(withPrivate: false) == "text (private)")
    }

    // A reading found that a name which somebody had deleted by hand was said to be redacted.
    @Test func `what is not kept is said not to be, and not why`() throws {
        let entry = try decision { $0.field == .actor ? nil : $0 }
        #expect(entry.actorText(withPrivate: true) == "person (not kept)")
        #expect(entry.detailText(withPrivate: true) == "go on")
    }

    @Test func `a value that does not match its commitment is never shown as the truth`() throws {
        let entry = try decision {
            PrivateValue(sequence: $0.sequence, field: $0.field, salt: $0.salt, value: "person:eve")
        }
        #expect(entry.actorText(withPrivate: true) == "person (does not match its commitment)")
        #expect(entry.detailText(withPrivate: true) == "text (does not match its commitment)")
    }

    @Test func `a value that stands beside an entry without a commitment is not shown`() throws {
        let stored = try SampleLog([SampleLog.record(.stepOK, step: "a")]).stored[0]
        let stray = PrivateValue(sequence: 0, field: .detail, salt: LedgerFixture.salt(), value: "made up")
        let entry = try ViewedEntry(bytes: stored.bytes, values: [stray])
        #expect(entry.detailText(withPrivate: true) == nil)
        #expect(entry.actorText(withPrivate: true) == "engine")
    }

    @Test func `the leaf hash is that of the bytes`() throws {
        let log = try SampleLog([SampleLog.record(.stepOK, step: "a")])
        #expect(log.entries()[0].leafHash == log.stored[0].leafHash)
    }

    @Test func `bytes that are no entry, and an entry in another's place, are told apart from entries`() throws {
        let stored = try SampleLog([SampleLog.record(.stepOK, step: "a")]).stored[0]
        guard case .unreadable(let place, let reason) = ViewedRow(place: 7, bytes: []) else {
            Issue.record("an entry of no bytes")
            return
        }
        #expect(place == 7)
        #expect(reason == "it is empty")
        guard case .unreadable(_, let other) = ViewedRow(place: 3, bytes: stored.bytes) else {
            Issue.record("an entry in the place of another")
            return
        }
        #expect(other == "it calls itself entry 0")
    }

    @Test func `what steers, hides or turns text is made visible`() {
        #expect("a\u{202E}b\u{1B}[2Jc\u{2028}".visible == "a\\u{202e}b\\u{1b}[2Jc\\u{2028}")
        #expect("große Störung".visible == "große Störung")
    }

    @Test func `text that is cut short is cut before it is made visible`() {
        #expect("a\u{1B}bc".visible(upTo: 3) == "a\\u{1b}b…")
        #expect("a\u{1B}b".visible(upTo: 3) == "a\\u{1b}b")
    }

    @Test func `what means another thing to each reader is seen, and is not printable`() {
        #expect("\u{E000}".visible == "\u{E000}")
        let answers = [true, true, true, false, false, false]
        for (scalar, isPrintable) in zip("a é\u{E000}\u{378}\u{200B}".unicodeScalars, answers) {
            #expect(scalar.isPrintable == isPrintable, "\(scalar.escape)")
        }
    }
}
