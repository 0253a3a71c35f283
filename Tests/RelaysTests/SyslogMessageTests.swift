import Domain
import Ledger
import Relays
import TestKit
import Testing

@Suite struct SyslogMessageTests {
    private static let time = Instant(nanosecondsSinceEpoch: 1_790_000_000_123_456_789)

    private func message(_ action: AuditAction, detail: String? = nil, appName: String = "cordon") -> SyslogMessage {
        let entry = FakeLog().append(action, at: Self.time, on: AuditObject(.device, "press-7"), detail: detail)
        return SyslogMessage(RelayedEntry(entry, opening: []), appName: appName)
    }

    @Test func `a message has the form of RFC 5424`() {
        #expect(
            message(.stepFailed).text
                == "<108>1 2026-09-21T14:13:20.123456Z node-1 cordon - step.failed [cordon@32473 origin=\"example.com/test\" "
                + "sequence=\"0\" time=\"2026-09-21T14:13:20.123456789Z\" node=\"node-1\" action=\"step.failed\" "
                + "severity=\"warning\" object=\"device:press-7\" actor=\"engine\" proof=\"self\"] "
                + "\u{FEFF}step.failed device:press-7"
        )
    }

    @Test(arguments: [
        (AuditAction.stepOK, 110), (.runEnded, 109), (.stepFailed, 108), (.stepExhausted, 106),
    ]) func `the facility is that of audit logs, and the severity the entry's`(_ action: AuditAction, _ number: Int) {
        #expect(message(action).text.hasPrefix("<\(number)>1 "))
    }

    @Test func `what would end a value is escaped, and nothing else`() {
        let text = message(.stepFailed, detail: #"a "b" [c] d\e ✓"#).text
        #expect(text.contains(#"detail="a \"b\" [c\] d\\e ✓""#))
        #expect(text.hasSuffix(#": a "b" [c] d\e ✓"#))
    }

    /// A review: text of an event left its field, because a quote with a mark is not the `Character` that a quote is.
    @Test(arguments: ["\"", "]", "\\"], ["\u{308}", "\u{301}"])
    func `what would end a value is escaped before a mark that joins it, too`(_ sign: String, _ mark: String) {
        let text = message(.stepFailed, detail: "a\(sign)\(mark)b").text
        #expect(text.contains("detail=\"a\\\(sign)\(mark)b\""))
    }

    @Test func `a frame begins with the number of its octets`() {
        let message = message(.stepFailed, detail: "überall ✓")
        let frame = String(decoding: message.frame, as: UTF8.self)
        #expect(frame == "\(message.text.utf8.count) \(message.text)")
    }

    @Test(arguments: [
        ("", "-"), ("a b", "ab"), ("grün", "grn"),
        (String(repeating: "x", count: 99), String(repeating: "x", count: 48)),
    ])
    func `a name in the header is printable and no longer than it may be`(_ name: String, _ written: String) {
        #expect(message(.stepOK, appName: name).text.contains("Z node-1 \(written) - step.ok"))
    }
}
