import Foundation
import Ledger
import Testing

/// How urgent an entry is to whoever is on call.
@Suite struct AuditSeverityTests {
    @Test(arguments: [AuditAction.runPaused, .approvalAsked, .stepUnknown, .stepExhausted])
    func `what waits for a person is critical`(_ action: AuditAction) {
        #expect(AuditSeverity(of: action) == .critical)
    }

    @Test(arguments: [AuditAction.holdApproved, .holdRejected, .approvalGranted, .approvalRefused, .releaseOrdered])
    func `what a person decided is a notice`(_ action: AuditAction) {
        #expect(AuditSeverity(of: action) == .notice)
    }

    @Test(arguments: [AuditAction.eventUndecided, .eventRefused, .quarantineDropped])
    func `an event that may stay without an answer is more than a notice`(_ action: AuditAction) {
        #expect(AuditSeverity(of: action) > .notice)
    }

    @Test func `what was sent is not confirmed, and says more than what was`() {
        #expect(AuditSeverity(of: .stepSent) > AuditSeverity(of: .stepOK))
    }

    @Test func `severities are told by their words, in their order`() {
        #expect(AuditSeverity.allCases.map(\.text) == ["info", "notice", "warning", "critical"])
        #expect(AuditSeverity.allCases == AuditSeverity.allCases.sorted())
        #expect(AuditSeverity.allCases.allSatisfy { AuditSeverity(text: $0.text) == $0 })
        #expect(AuditSeverity(text: "urgent") == nil)
    }

    @Test(arguments: AuditSeverity.allCases) func `the documentation has every action in its row`(
        _ severity: AuditSeverity
    ) throws {
        let document = try Files.text(Files.root.appending(path: "docs/audit-format.md"))
        let row = try #require(document.split(separator: "\n").first { $0.hasPrefix("| `\(severity.text)` | ") })
        let actions = AuditAction.allCases.filter { AuditSeverity(of: $0) == severity }
        let named = row.split(separator: "|")[2].split(separator: ",").map { $0.filter { !"` ".contains($0) } }
        #expect(named.sorted() == actions.map(\.text).sorted())
    }
}
