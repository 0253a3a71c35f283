import Domain
import Foundation
import Ledger
import Testing

/// For whom a step is held.
@Suite struct PassingHoldTests {
    private func isForPerson(_ outcome: String?, _ action: AuditAction = .guardHeld) -> Bool {
        AuditRecord(action, at: Samples.start, outcome: outcome).isHeldForPerson
    }

    @Test func `a hold is for a person unless it ends by itself, or nobody knows why it is`() {
        #expect(isForPerson("protected") && isForPerson("canary") && isForPerson("frozen"))
        #expect(!isForPerson("stopped") && !isForPerson("queued") && !isForPerson("soaking"))
        #expect(!isForPerson(nil))
        #expect(!isForPerson("protected", .guardLifted))
    }

    @Test(arguments: PassingHold.allCases) func `the documentation has each word`(_ hold: PassingHold) throws {
        let document = try Files.text(Files.root.appending(path: "docs/audit-format.md"))
        #expect(document.contains("| `\(hold.text)` | "))
    }
}
