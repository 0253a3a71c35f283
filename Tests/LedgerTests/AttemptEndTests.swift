import Domain
import Foundation
import Ledger
import Testing

/// What became of an attempt that is repeated, or was the last.
@Suite struct AttemptEndTests {
    private func end(_ outcome: String?) -> AttemptEnd {
        AuditRecord(.stepRetry, at: Samples.start, outcome: outcome).attemptEnd
    }

    @Test func `its words are stored, and told again`() {
        #expect(AttemptEnd.allCases.map(\.text) == ["transient", "unknown", "rescheduled"])
        #expect(AttemptEnd.allCases.allSatisfy { end($0.text) == $0 })
    }

    @Test func `where there is no word for it, or a strange one, nothing is known to have failed`() {
        #expect(end(nil) == .unknown)
        #expect(end("contained") == .unknown)
    }

    @Test(arguments: AttemptEnd.allCases) func `the documentation has each word`(_ end: AttemptEnd) throws {
        let document = try Files.text(Files.root.appending(path: "docs/audit-format.md"))
        #expect(document.contains("| `\(end.text)` | "))
    }
}
