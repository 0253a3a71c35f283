import AuditViews
import Domain
import Foundation
import Ledger
import TestKit
import Testing

/// The page about an incident says what the log says, and runs nothing.
@Suite struct ReportTests {
    private static let made = SampleLog.start + .seconds(86_400)

    private func page(
        _ records: [AuditRecord] = SampleLog.story(),
        style: AuditStyle = SampleLog.style,
        checkpointed: Bool = true,
        measures: [IncidentReport.MeasureInForce] = [],
        keep: (PrivateValue) -> PrivateValue? = { $0 }
    ) throws -> String {
        let log = try SampleLog(records)
        let checkpoints = try checkpointed ? [log.checkpoint()] : []
        return IncidentReport(
            of: SampleLog.incident,
            entries: log.entries(keep: keep),
            checkpoints: checkpoints,
            keys: [LedgerFixture.key.verifier],
            measures: measures,
            made: Self.made,
            style: style
        ).html
    }

    @Test(arguments: [
        ("contained", "Contained"), ("acted, not verified", "Acted, not verified"), ("nothing done", "Nothing done"),
        ("stopped", "Stopped"), ("held", "Held"), ("released", "Released"),
    ]) func `the outcome stands at the head, in plain words`(_ outcome: String, _ words: String) throws {
        let page = try page(SampleLog.story(outcome: outcome))
        #expect(page.contains("<p class=\"headline\">\(words)</p>"))
        #expect(page.contains("A verification proved that the device is cut off.") == (outcome == "contained"))
    }

    @Test func `what was proven, and counts no more, is not said to be contained`() throws {
        let overruled = SampleLog.record(.proofOverruled, after: 800_000, detail: "it is set aside")
        let page = try page(SampleLog.story(outcome: "contained") + [overruled])
        #expect(page.contains("<p class=\"headline\">Acted, not verified</p>"))
    }

    @Test func `a drill is said to be one, and is never called contained`() throws {
        let page = try page(SampleLog.story(isDrill: true, outcome: "contained"))
        #expect(page.contains("<p class=\"headline\">Drill: nothing was touched</p>"))
        #expect(!page.contains("proved that the device is cut off"))
        #expect(page.contains("Step &#39;shutdown&#39; failed in it."))
    }

    @Test func `an incident that has not ended, or was opened again, is not said to have`() throws {
        let open = try page(SampleLog.story().dropLast())
        #expect(open.contains("<p class=\"headline\">Not ended</p>"))
        let reopened = SampleLog.story() + [SampleLog.record(.stepAnew, after: 800_000, by: SampleLog.ana, step: "a")]
        #expect(try page(reopened).contains("<p class=\"headline\">Not ended</p>"))
    }

    @Test func `the story counts what was done, what failed and who decided`() throws {
        let page = try page()
        #expect(
            page.contains(
                "The playbook &#39;contain&#39; opened this incident about the device &#39;press-7-camera&#39;"
            )
        )
        #expect(page.contains("Of its steps, 2 were confirmed by their receivers."))
        #expect(page.contains("1 attempt failed and was repeated and 1 step failed for good."))
        #expect(page.contains("It waited for a person once and a person decided once."))
        #expect(page.contains("It came to rest 12.2 min after it was opened: contained."))
    }

    /// A reading found it: what brought no answer, and was repeated, was called a failure.
    @Test(arguments: ["unknown", nil] as [String?])
    func `what is not known to have failed is not said to have`(_ outcome: String?) throws {
        let steps = [
            SampleLog.record(.stepIntent, after: 3, step: "shutdown", attempt: 1),
            SampleLog.record(.stepRetry, after: 1_003, step: "shutdown", attempt: 1, outcome: outcome),
            SampleLog.record(.stepRetry, after: 1_004, step: "shutdown", attempt: 1, outcome: "rescheduled"),
            SampleLog.record(.stepIntent, after: 1_243, step: "shutdown", attempt: 2),
            SampleLog.record(.stepExhausted, after: 2_243, step: "shutdown", attempt: 2, outcome: outcome),
        ]
        let page = try page(Array(SampleLog.story().prefix(3)) + steps)
        #expect(page.contains("1 attempt had no known outcome and was repeated and 1 step had an unknown outcome."))
        #expect(page.contains("attempt with an unknown outcome") && !page.contains("attempt that failed"))
        #expect(page.contains("an attempt had no known outcome") && !page.contains("attempt failed"))
    }

    /// A reading found it: whatever was held "waited for a person", a stop and the turn of another run, too.
    @Test(arguments: ["stopped", "queued", "soaking", nil] as [String?])
    func `what goes on by itself does not wait for a person`(_ outcome: String?) throws {
        let held = SampleLog.record(.guardHeld, after: 2_245, step: "verify", outcome: outcome)
        let page = try page(SampleLog.story() + [held])
        #expect(page.contains("It waited for a person once and a person decided once."))
        let other = SampleLog.record(.guardHeld, after: 2_245, step: "verify", outcome: "last-of-site")
        #expect(try self.page(SampleLog.story() + [other]).contains("It waited for a person 2 times"))
    }

    // It said that what nobody takes back by itself "is taken back later".
    @Test func `until when what was done is in force is said as the log has it`() throws {
        func page(_ ends: (step: String, detail: String)...) throws -> String {
            let waits = ends.map { end in
                SampleLog.record(.stepWaiting, after: 733_900, step: "\(end.step)/release", detail: end.detail)
            }
            let rest = SampleLog.record(.runInForce, after: 733_901, outcome: "contained")
            let story = Array(SampleLog.story().dropLast())
            return try self.page(story + waits + [rest])
        }
        let one = try page(("deactivate", "until a person releases it"))
        #expect(one.contains("What was done is in force until a person releases it."))
        let several = try page(("deactivate", "until the alarm is over"), ("shutdown", "for 24 h"))
        #expect(several.contains("that of step &#39;deactivate&#39; until the alarm is over, that of step"))
        let end = (SampleLog.start + .milliseconds(733_900)).toTheMillisecond
        #expect(several.contains("&#39;shutdown&#39; for 24 h from \(end)."))
        #expect(try page().contains("What was done is in force."))
    }

    @Test func `a decision stands with the proof of who it was, and with a name only where that is asked for`() throws {
        let closed = try page()
        #expect(closed.contains("an API token (bearer-token)"))
        #expect(!closed.contains("ana"))
        #expect(!closed.contains("it is the one"))
        let open = try page(style: SampleLog.open)
        #expect(open.contains("person:ana"))
        #expect(open.contains("it is the one"))
        #expect(try page(style: SampleLog.open, keep: { _ in nil }).contains("person (not kept)"))
    }

    @Test func `the picture has a lane for each step, signs besides colours, and no time twice`() throws {
        let page = try page()
        let start = try #require(page.range(of: "<svg"))
        let end = try #require(page.range(of: "</svg>"))
        let picture = page[start.lowerBound..<end.upperBound]
        let labels = picture.split(separator: "<text class=\"label\"").dropFirst().map { label in
            String(label.prefix { $0 != "<" }.drop { $0 != ">" }.dropFirst())
        }
        #expect(labels.filter { !$0.hasPrefix("+") } == ["incident", "shutdown", "deactivate", "verify"])
        #expect(labels.filter { $0.hasPrefix("+") } == ["+0 ms", "+1 s", "+2.2 s", "+12.2 min"])
        for sign in ["✓", "✗", "◆", "•"] { #expect(picture.contains(">\(sign)</text>")) }
    }

    @Test func `every entry stands with its leaf hash and the checkpoint that covers it`() throws {
        let log = try SampleLog(SampleLog.story())
        let page = try page()
        for stored in log.stored { #expect(page.contains(stored.leafHash.description)) }
        #expect(page.contains("checkpoint over \(log.stored.count) entries"))
        #expect(page.contains("signed by the key below"))
        #expect(page.contains(LedgerFixture.key.verifier.description))
        #expect(try self.page(checkpointed: false).contains("No checkpoint covers an entry of this incident yet"))
    }

    /// A reading found it: the page named options that the reader does not have. What the command does is a scenario.
    @Test func `the reader is called as it takes its arguments`() throws {
        let page = try page()
        let command = "python3 audit_reader.py FOLDER &#39;\(LedgerFixture.key.verifier)&#39;"
        #expect(page.contains(">\(command)</pre>"))
        #expect(page.contains("With the number of an entry behind the key, such as 0, it prints that entry, too"))
    }

    @Test func `what is in force is listed`() throws {
        let measure = IncidentReport.MeasureInForce(
            device: "press-7-camera",
            action: "certificate.deactivate",
            state: "in-force",
            since: SampleLog.start,
            until: nil,
            inverse: "certificate.reactivate"
        )
        #expect(try page(measures: [measure]).contains("certificate.reactivate"))
        #expect(try page().contains("Nothing that this incident did was in force"))
    }

    @Test func `what somebody else wrote stays text`() throws {
        let payloads = [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)",
            "javascript:alert(1)",
            "</title></style></svg><script>", "&lt;b&gt;", "\u{202E}gnp.exe", "<\u{301}script>",
        ]
        for payload in payloads {
            let records =
                SampleLog.story() + [
                    SampleLog.record(
                        .holdRejected,
                        after: 900_000,
                        by: Actor(name: "person:\(payload)", proof: payload),
                        on: SampleLog.device(payload),
                        step: payload,
                        outcome: payload,
                        detail: payload
                    ),
                    SampleLog.record(.runEnded, after: 900_001, outcome: payload),
                ]
            let page = try page(records, style: SampleLog.open)
            #expect(!page.contains("<script"), "\(payload)")
            #expect(!page.contains("<img"), "\(payload)")
            #expect(!page.contains("\u{202E}"), "\(payload)")
            #expect(!page.unicodeScalars.contains("\u{301}") || !page.contains("<\u{301}"), "\(payload)")
            #expect(
                Self.tags(in: page) == Self.tags(in: try self.page(Self.harmless, style: SampleLog.open)),
                "\(payload)"
            )
        }
    }

    /// The same story without a payload: its tags are those that every page of it has.
    private static let harmless =
        SampleLog.story() + [
            SampleLog.record(
                .holdRejected,
                after: 900_000,
                by: Actor(name: "person:eve", proof: "x"),
                step: "x",
                outcome: "x",
                detail: "x"
            ),
            SampleLog.record(.runEnded, after: 900_001, outcome: "x"),
        ]

    /// Names of elements with the names of their attributes, as a browser would find them.
    private static func tags(in page: String) -> [String] {
        var tags: [String] = []
        var tag: [Unicode.Scalar]?
        var isQuoted = false
        for scalar in page.unicodeScalars {
            switch scalar {
            case "<" where tag == nil: tag = []
            case "\"" where tag != nil: isQuoted.toggle()
            case ">" where tag != nil && !isQuoted:
                var text = String.UnicodeScalarView()
                text.append(contentsOf: tag ?? [])
                tags.append(String(text))
                tag = nil
            default: if !isQuoted { tag?.append(scalar) }
            }
        }
        return tags
    }

    @Test func `the page asks nothing of anybody, and its style is the one that its policy allows`() throws {
        let page = try page()
        for word in [
            "http://", "https://", "src=", "href=", "@import", "url(", "<script", "<link", "<iframe", " style=",
        ] {
            #expect(!page.contains(word), "\(word)")
        }
        #expect(page.contains("default-src &#39;none&#39;; style-src &#39;sha256-"))
    }

    @Test func `a page is the same each time`() throws {
        #expect(try page() == page())
    }
}

extension SampleLog {
    /// Over all of its entries, signed by the key of the fixture.
    func checkpoint() throws -> IncidentReport.SignedCheckpoint {
        var pen = try CheckpointSigner(
            key: LedgerFixture.key,
            state: .beginning(of: LedgerFixture.origin),
            tree: MerkleTree()
        )
        let hashes = stored.map(\.leafHash)
        let note = try pen.sign(try pen.prepare(MerkleTree(hashes), since: hashes))
        return IncidentReport.SignedCheckpoint(size: UInt64(stored.count), note: note.description)
    }
}
