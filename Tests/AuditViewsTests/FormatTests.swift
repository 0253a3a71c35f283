import AuditViews
import CEL
import Domain
import JSON
import Ledger
import TestKit
import Testing

/// What every format promises, and what each writes.
@Suite struct FormatTests {
    static let names = BuiltInAuditFormats.all.map { $0.name }

    private func format(_ name: String, _ style: AuditStyle = SampleLog.style) throws -> any AuditFormat {
        try #require(BuiltInAuditFormats.named(name)).init(style)
    }

    @Test(arguments: names) func `a format writes what was recorded for every action there is`(_ name: String) throws {
        let format = try format(name)
        let lines = try SampleLog.ofEveryAction().rows().map(format.line)
        try Golden("every-action.\(name)").expect(lines.map { "\($0)\n" }.joined())
    }

    @Test(arguments: names) func `a row is one line, whatever stands in it`(_ name: String) throws {
        let format = try format(name, SampleLog.open)
        let log = try SampleLog([
            SampleLog.record(
                .stepOK,
                on: SampleLog.device("a\r\nb\u{2028}c\u{202E}d"),
                step: "x",
                detail: "1\n2\u{85}3"
            )
        ])
        for row in log.rows() + [ViewedRow(place: 1, bytes: [1, 2, 3])] {
            #expect(
                !format.line(of: row).unicodeScalars.contains {
                    "\n\r\u{85}\u{2028}\u{2029}\u{202E}".unicodeScalars.contains($0)
                }
            )
        }
    }

    @Test(arguments: names) func `names of people and their words leave only where that is asked for`(
        _ name: String
    ) throws {
        let log = try SampleLog([SampleLog.record(.holdApproved, by: SampleLog.ana, step: "a", detail: "it is Bob's")])
        let closed = try format(name).line(of: log.rows()[0])
        #expect(!closed.contains("ana"))
        #expect(!closed.contains("Bob"))
        let open = try format(name, SampleLog.open).line(of: log.rows()[0])
        #expect(open.contains("person:ana"))
        #expect(open.contains("it is Bob's"))
    }

    @Test(arguments: names) func `what does not match its commitment does not leave at all`(_ name: String) throws {
        let log = try SampleLog([SampleLog.record(.holdApproved, by: SampleLog.ana, step: "a", detail: "go on")])
        let rows = log.rows {
            PrivateValue(sequence: $0.sequence, field: $0.field, salt: $0.salt, value: "person:eve")
        }
        let line = try format(name, SampleLog.open).line(of: rows[0])
        #expect(!line.contains("person:eve"))
        #expect(line.contains("does not match its commitment"))
    }

    @Test(arguments: names) func `a row that cannot be read is written as one`(_ name: String) throws {
        let line = try format(name).line(of: ViewedRow(place: 41, bytes: []))
        #expect(line.contains("41"))
        #expect(line.contains("it is empty"))
    }

    @Test func `JSON lines are read back field by field`() throws {
        let log = try SampleLog([
            SampleLog.record(.holdApproved, by: SampleLog.ana, step: "a", attempt: 2, outcome: "limit", isDrill: true)
        ])
        let line = JSONLinesFormat(SampleLog.style).line(of: log.rows()[0])
        let document = try JSONDocument.parse(Array(line.utf8))
        #expect(document["origin"].string == "example.com/test")
        #expect(document["sequence"].uint == 0)
        #expect(document["time"].string == "2026-09-21T14:13:20.123456789Z")
        #expect(document["action"].string == "hold.approved")
        #expect(document["attempt"].int == 2)
        #expect(document["drill"].bool == true)
        #expect(document["actor"].string == "person (private)")
        #expect(document["private"]["actor"].string == "withheld")
        #expect(document["private_actor"].string == log.stored[0].entry.commitments[.actor]?.description)
        #expect(document["leaf_hash"].string == log.stored[0].leafHash.description)
    }

    @Test func `CEF escapes what would end a field, also under a combining mark`() throws {
        let log = try SampleLog([
            SampleLog.record(.stepOK, on: SampleLog.device("a=b|c\\d"), step: "x=1 suser=eve", detail: "=\u{301} e")
        ])
        let line = CEFFormat(SampleLog.style).line(of: log.rows()[0])
        #expect(
            line.hasPrefix(
                "CEF:0|Cordon|Cordon|1.2.3|step.ok|done, and confirmed by the receiver|1|rt=1790000000123 externalId=0 "
            )
        )
        #expect(line.contains(#"dhost=a\=b|c\\d"#))
        #expect(line.contains(#"cs3=x\=1 suser\=eve"#))
        #expect(line.contains("msg=\\=\u{301} e"))
    }
}
