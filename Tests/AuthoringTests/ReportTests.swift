import Authoring
import CEL
import Domain
import JSON
import Playbooks
import Testing

@Suite struct ReportTests {
    private static func report(_ message: String = "no action 'a'", file: String = "Playbooks/a b.yaml") -> CheckReport
    {
        let span = SourceSpan(file: file, line: 7, column: 13, length: 3)
        let error = Diagnostic(.error, code: "PB0101", message, at: span, remedy: "did you mean 'b'?")
        let warning = Diagnostic(.warning, code: "PB0205", "never run", at: span)
        return CheckReport(
            playbooks: 2,
            findings: [error, warning].map {
                Finding($0, Excerpt(of: "    action: abc", number: 7, column: 13, length: 3))
            }
        )
    }

    private static let catalogue = Catalogue()

    @Test func `a text has the place, the line, a caret and the way out, and ends with a sentence`() {
        let text = TextReport().text(Self.report())
        #expect(
            text == """
                Playbooks/a b.yaml:7:13: error[PB0101]: no action 'a'
                  7 |     action: abc
                    |             ^^^ did you mean 'b'?
                Playbooks/a b.yaml:7:13: warning[PB0205]: never run
                  7 |     action: abc
                    |             ^^^
                2 playbooks, 1 problem, 1 warning
                """
        )
    }

    @Test func `colours change nothing but colours`() {
        let coloured = TextReport(.colours).text(Self.report())
        #expect(coloured.contains("\u{1B}[1;31merror[PB0101]:\u{1B}[0m"))
        #expect(coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "") == TextReport().text(Self.report()))
    }

    @Test(arguments: [
        "\u{1B}[2J", "\u{7}", "\u{202E}", "\u{9B}31m", "\u{2028}", "\u{200F}", "\u{E000}", "a\r\nb", "\0",
    ])
    func `text of strangers steers no terminal, whichever format it comes in`(_ hostile: String) throws {
        let span = SourceSpan(file: "a\(hostile).yaml", line: 1, column: 1)
        let diagnostic = Diagnostic(.error, code: "PB0101", "no '\(hostile)'", at: span, remedy: "try \(hostile)")
        let source = SourceText("x: \(hostile)", file: "a.yaml")
        let report = CheckReport(playbooks: 1, findings: [Finding(diagnostic, in: source)])
        let texts = [
            TextReport().text(report), JSONReport.text(report, Self.catalogue),
            GitHubReport.text(report, Self.catalogue),
            SARIFReport(Self.catalogue, version: "1.0.0", folder: "/f").text(report),
        ]
        for text in texts {
            let lines = text.split(separator: "\n").map(String.init)
            #expect(lines == lines.map(DisplayText.harmless))
        }
        #expect(texts[2].split(separator: "\n").count == 1)
    }

    @Test func `JSON has every part of a finding`() throws {
        guard case .map(let document) = try JSONText.parse(JSONReport.text(Self.report(), Self.catalogue)),
            case .list(let findings)? = document["findings"], case .map(let first) = findings[0],
            case .map(let second) = findings[1]
        else {
            Issue.record("not the shape that is documented")
            return
        }
        #expect(document["playbooks"] == 2 && document["errors"] == 1 && document["warnings"] == 1)
        #expect(first["file"] == "Playbooks/a b.yaml" && first["line"] == 7)
        #expect(first["column"] == 13 && first["end_column"] == 16)
        #expect(first["severity"] == "error" && first["code"] == "PB0101" && first["title"] == "unknown action")
        #expect(first["message"] == "no action 'a'" && first["remedy"] == "did you mean 'b'?")
        #expect(second["remedy"] == Value.null)
        #expect(first["source"] == "    action: abc")
    }

    @Test func `an annotation is one line, whatever its text`() {
        let report = Self.report("50% of a:b, c", file: "a,b:c%.yaml")
        #expect(
            GitHubReport.text(report, Self.catalogue).split(separator: "\n").map(String.init).first
                == "::error file=a%2Cb%3Ac%25.yaml,line=7,endLine=7,col=13,endColumn=16,title=PB0101 unknown action"
                + "::50%25 of a:b, c%0Adid you mean 'b'?"
        )
    }

    /// A review: with a mark that joins it, a comma is another `Character`, and ended the file's name.
    @Test func `what would end a property is escaped before a mark that joins it, too`() {
        let report = Self.report(file: "a,\u{301}b:\u{308}c.yaml")
        #expect(GitHubReport.text(report, Self.catalogue).contains("file=a%2C\u{301}b%3A\u{308}c.yaml,line=7"))
    }

    @Test func `SARIF names every rule, and where each result is`() throws {
        let text = SARIFReport(Self.catalogue, version: "0.1.0", folder: "/home folder").text(Self.report())
        let document = try JSONDocument.parse(Array(text.utf8))
        let run = document.root["runs"].items.first { _ in true }
        #expect(document.root["version"].string == "2.1.0")
        #expect(run?["columnKind"].string == "unicodeCodePoints")
        #expect(run?["originalUriBaseIds"]["%SRCROOT%"]["uri"].string == "file:///home%20folder/")
        let rules = Array(try #require(run)["tool"]["driver"]["rules"].items)
        #expect(rules.count == Self.catalogue.problems.count)
        #expect(rules.allSatisfy { $0["help"]["text"].string?.isEmpty == false })
        let results = Array(try #require(run)["results"].items)
        #expect(results.map { $0["level"].string } == ["error", "warning"])
        for result in results {
            let rule = rules[Int(result["ruleIndex"].int ?? -1)]
            #expect(rule["id"].string == result["ruleId"].string)
            let place = Array(result["locations"].items)[0]["physicalLocation"]
            #expect(place["artifactLocation"]["uri"].string == "Playbooks/a%20b.yaml")
            #expect(place["region"]["startColumn"].int == 13 && place["region"]["endColumn"].int == 16)
        }
    }
}
