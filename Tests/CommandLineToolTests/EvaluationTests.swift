import CommandLineTool
import Domain
import Foundation
import Testing

@Suite struct EvaluationTests {
    private static let now = Instant(millisecondsSinceEpoch: 1_775_035_801_000)

    /// The event is what its file holds.
    private static func report(
        _ expression: String,
        event: String? = nil,
        as form: EvaluationReport.Form = .expression
    ) throws -> EvaluationReport {
        let folder = TemporaryFolder()
        if let event { folder.write(event, to: "event.json") }
        let path = event.map { _ in "\(folder.path)/event.json" }
        return try EvaluationReport(expression, event: path, as: form, now: now)
    }

    @Test func `a value is printed as one would write it, or as JSON`() throws {
        let expression = "{'a': [1u, b'x'], 't': now}"
        #expect(
            try Self.report(expression).text
                == #"{"a": [1u, b"x"], "t": timestamp("2026-04-01T09:30:01Z")}"#
        )
        #expect(try Self.report(expression, as: .json).text == #"{"a":[1,"eA=="],"t":"2026-04-01T09:30:01Z"}"#)
    }

    @Test func `every mistake is shown below its line, and there is no value`() throws {
        let report = try Self.report("size(1) + nope")
        #expect(!report.hasValue)
        #expect(report.text.isEmpty)
        #expect(report.remarks.count == 2)
        #expect(
            report.remarks[1] == "1:11: error[unknown-name]: no variable 'nope' is declared\n"
                + "  1 | size(1) + nope\n    |           ^^^^"
        )
        #expect(
            try Self.report("1 / 0").remarks == [
                "1:1: error[divide-by-zero]: division by zero\n  1 | 1 / 0\n    | ^^^^^"
            ]
        )
    }

    @Test func `an event is seen as a playbook sees it`() throws {
        let event =
            #"{"specversion": "1.0", "id": "e-1", "source": "/m", "type": "violation","#
            + #" "time": "2026-04-01T09:30:00Z", "data": {"device": "pump-7", "metric": "bytes-out", "value": 5, "port": 22}}"#
        let condition = "event.device == 'pump-7' && event.metric == 'bytes-out' && event.value > 3"
        #expect(try Self.report(condition, event: event).text == "true")
        let misspelt = try Self.report("event.metrc == ''", event: event)
        #expect(misspelt.remarks.first?.contains("did you mean 'event.metric'?") == true)
    }

    @Test func `what is no event is seen as its JSON, and that is said`() throws {
        let file = #"{"metric": "x", "deep": {"value": [5]}}"#
        let report = try Self.report("event.deep.value[0] + event.?nope.orValue(1)", event: file)
        #expect(report.text == "6")
        #expect(report.remarks.count == 1 && report.remarks[0].contains("is no event that Cordon accepts"))
    }

    private static func picture(_ expression: String, of event: String) throws -> String {
        try report(expression, event: event, as: .explanation).text
    }

    @Test func `an explanation shows below each part what it comes to`() throws {
        let file = #"{"metric": "x", "value": 5}"#
        let picture = """
            event.metric == 'y' && (event.value > 3 || 7 < event.value)
            |            |      |   |           |   |    | |
            "x"          false  |   5           |   |    | 5
                                false           |   |    false
                                                |   true
                                                true
            """
        #expect(try Self.picture("event.metric == 'y' && (event.value > 3 || 7 < event.value)", of: file) == picture)
    }

    @Test func `an error is told where it arises, and marked in what it spoils`() throws {
        let picture = """
            event.nope.deep == 3
            |          |    |
            |          |    error
            |          error
            error: there is no 'nope' here
            """
        #expect(try Self.picture("event.nope.deep == 3", of: "{}") == picture)
    }

    @Test func `a long condition is broken before an operator, and a long value is cut`() throws {
        let word = String(repeating: "x", count: 60)
        let condition = "event.metric != '\(word)' && (event.value == 1 || !event.metric.startsWith('\(word)'))"
        let found = try Self.picture(condition, of: #"{"metric": "\#(word)y", "value": 5}"#)
        #expect(found.split(separator: "\n").first == "event.metric != '\(word)'")
        #expect(found.split(separator: "\n").map(\.count).max() ?? 0 <= 120)
        #expect(found.contains("\"\(word.prefix(38))…") && !found.contains("\(word)y"))
    }

    @Test func `what an event says does not steer the terminal`() throws {
        let found = try Self.picture("event.text == 'a'", of: #"{"text": "\u001b[31m\u202e"}"#)
        #expect(found.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 32 && $0 != "\u{202E}" })
        #expect(found.contains("[31m"))
    }

    @Test func `a file that is not there, or is not JSON, is refused`() throws {
        #expect(throws: OperatorError.self) {
            try EvaluationReport("1", event: "/nonexistent/event.json", as: .expression, now: Self.now)
        }
        #expect(throws: OperatorError.self) { try Self.report("1", event: "no JSON") }
    }
}
