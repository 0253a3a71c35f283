import Domain
import Playbooks
import Testing

@Suite struct YAMLFieldsTests {
    private func fields(_ text: String, _ read: (YAMLFields, inout Findings) -> Void) throws -> [String] {
        let document = try YAML.document(text)
        var findings = Findings(document.source)
        let root = try #require(document.root)
        let keys = YAMLFields(
            root,
            of: "a server",
            required: ["listen"],
            optional: ["mode", "count", "wait", "on"],
            &findings
        )
        if let keys { read(keys, &findings) }
        return findings.diagnostics.map {
            "\($0.span.line):\($0.span.column) \($0.code) \($0.message) \($0.remedy ?? "")"
        }
    }

    @Test func `an unknown key is named, with the key that was probably meant`() throws {
        #expect(
            try fields("listen: a\nmoed: b") { _, _ in } == [
                "2:1 YM0201 a server has no key 'moed' did you mean 'mode'?"
            ]
        )
    }

    @Test func `a key like no other is answered with the keys there are`() throws {
        #expect(
            try fields("listen: a\nzzzzzz: b") { _, _ in }.first?.hasSuffix(
                "its keys are listen, mode, count, wait, on"
            ) == true
        )
    }

    @Test func `a missing key is reported where the mapping begins`() throws {
        #expect(try fields("mode: x") { _, _ in } == ["1:1 YM0202 a server needs the key 'listen' "])
    }

    @Test func `a value of another type is reported where it stands`() throws {
        let found = try fields("listen: [a]\nmode: no\ncount: 11\nwait: 10 minutes\non: 5") { keys, findings in
            #expect(keys.text("listen", &findings) == nil)
            #expect(keys.choice("mode", [("yes", true)], &findings) == nil)
            #expect(keys.number("count", in: 1...10, &findings) == nil)
            #expect(keys.duration("wait", &findings) == nil)
            #expect(keys.flag("on", &findings) == nil)
        }
        #expect(
            found.map { String($0.prefix(10)) } == [
                "1:9 YM0203", "2:7 YM0204", "3:8 YM0204", "4:7 YM0205", "5:5 YM0203",
            ]
        )
    }

    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("15m", .seconds(900)), ("24h", .seconds(86_400)),
        ("7d", .seconds(604_800)),
    ])
    func `a duration is a whole number and a unit`(_ text: String, _ expected: Duration) {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(arguments: ["", "10", "s", "1.5s", "-1s", "10 s", "1h30m", "10S", "1w", "9999999999999d", "400d", "١s"])
    func `nothing else is a duration`(_ text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test func `a duration is written in the largest unit that divides it`() {
        let texts = ["500ms", "90s", "15m", "24h", "1d", "36h"].compactMap(DurationText.parse).map(DurationText.text)
        #expect(texts == ["500ms", "90s", "15m", "1d", "1d", "36h"])
    }
}
