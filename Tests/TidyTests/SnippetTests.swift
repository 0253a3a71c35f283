import Actions
import Domain
import Foundation
import Intake
import Playbooks
import Testing

/// What a newcomer copies works: every playbook that is shipped or shown compiles, and every event can be read.
@Suite struct SnippetTests {
    /// The names that the documentation uses throughout.
    static let context: CompilerContext = {
        var context = CompilerContext.forExamples(actions: BuiltInActions.descriptors)
        context.library.add(shipped.compactMap { .init(scanning: Repository.text($0.path), file: $0.path) })
        return context
    }()
    static let compiler = PlaybookCompiler(context)

    /// What is wrong with a playbook, warnings included.
    static func findings(_ text: String, _ file: String) -> String {
        do throws(PlaybookRejected) {
            let compiled = try compiler.compileWithWarnings(text: text, file: file)
            return compiled.source.rendered(compiled.warnings)
        } catch {
            return error.description
        }
    }

    static let shipped = Repository.files.filter { file in
        file.path.hasSuffix(".yaml") && !file.path.hasSuffix(".test.yaml") && file.name != "cordon.yaml"
            && ["Playbooks/", "examples/", "Sources/CommandLineTool/Starter/"].contains { file.path.hasPrefix($0) }
    }
    static let fences = Repository.markdown.flatMap(Fence.all).filter { $0.info.hasPrefix("yaml") }

    @Test(arguments: shipped.map(\.path)) func `every playbook that is shipped compiles without a warning`(
        _ path: String
    ) {
        #expect(Self.findings(Repository.text(path), path) == "")
    }

    @Test func `every playbook of the documentation compiles, or is refused where it says so`() throws {
        var count = 0
        for fence in Self.fences {
            let place = "\(fence.path):\(fence.line)"
            // Tests of playbooks, and what CACAO playbooks become: they are tried where their pages are tested.
            if ["yaml test", "yaml cacao"].contains(fence.info) { continue }
            guard fence.info == "yaml" else {
                #expect(fence.info == "yaml refused", "\(place)")
                #expect(Self.findings(fence.text, place) != "", "\(place)")
                continue
            }
            guard let whole = PlaybookSnippet(fence.text).whole else {
                // A part of cordon.yaml then: its keys are those of the reference.
                let keys = Pattern(#"^([a-z_]+):"#).captures(in: fence.text)
                let known = Repository.text("docs/reference/configuration.md")
                #expect(!keys.isEmpty && keys.allSatisfy { known.contains("| `\($0)` |") }, "\(place)")
                continue
            }
            count += 1
            #expect(Self.findings(whole, place) == "", "\(place)")
        }
        #expect(count > 5)
    }

    @Test func `the starter is the shipped playbook`() {
        let starter = Repository.text("Sources/CommandLineTool/Starter/contain-exfiltration.yaml")
        #expect(starter == Repository.text("Playbooks/contain-exfiltration.yaml"))
        let tests = Repository.text("Sources/CommandLineTool/Starter/contain-exfiltration.test.yaml")
        #expect(tests == Repository.text("Playbooks/contain-exfiltration.test.yaml"))
    }

    @Test(arguments: Repository.files.map(\.path).filter { $0.hasPrefix("examples/") && $0.hasSuffix(".json") })
    func `every event of the examples can be read, and is about a device of the examples`(_ path: String) throws {
        let now = Instant(millisecondsSinceEpoch: 1_790_000_000_000)
        let body = Array(Repository.text(path).utf8)
        let reading = try EventReader().read(Delivery(Arrival(body: body, contentType: nil, arrived: now)))
        guard case .events(let events) = reading else {
            Issue.record("\(path) holds no event")
            return
        }
        let devices = Repository.text("examples/first-steps/devices.csv")
        #expect(events.allSatisfy { devices.contains("\n\($0.device),") })
    }

    /// Every member of the page's event fills what the page says.
    @Test func `the event of the operating page can be read, and fills every field`() throws {
        let page = Repository.File(path: "docs/operating.md", text: Repository.text("docs/operating.md"))
        let fence = try #require(Fence.all(in: page).first { $0.info == "json" })
        let now = Instant(millisecondsSinceEpoch: 1_790_000_000_000)
        let reading = try EventReader().read(
            Delivery(Arrival(body: Array(fence.text.utf8), contentType: nil, arrived: now))
        )
        guard case .events(let events) = reading, let event = events.first else {
            Issue.record("the page shows no event")
            return
        }
        #expect(
            [event.key.source, event.type, event.device.description] == ["/monitors/hall-2", "violation", "press-01"]
        )
        #expect(event.time != now && event.severity == .high && event.state == .inAlarm)
        #expect([event.name, event.metric] == ["BytesOut", "aws:message-byte-size"])
        #expect("\(event.value)" == "481120" && "\(event.data)".contains("paint-3"))
        for field in ["id", "source", "type", "time", "device", "severity", "state", "name", "metric", "value", "data"]
        {
            #expect(page.text.contains("`event.\(field)"), "\(field)")
        }
    }

    @Test func `parts of playbooks are made whole, and a wrong one is found`() throws {
        let step = "- id: tell\n  action: webhook.send\n  with: {connection: soc, text: hello}"
        #expect(Self.findings(try #require(PlaybookSnippet(step).whole), "a") == "")
        let wrong = step.replacingOccurrences(of: "text:", with: "txt:")
        #expect(Self.findings(try #require(PlaybookSnippet(wrong).whole), "a").contains("PB0102"))
        #expect(Self.findings(try #require(PlaybookSnippet("on:\n  event: violation\n  if: true").whole), "a") == "")
        #expect(PlaybookSnippet("listen: 127.0.0.1:8787").whole == nil)
    }

    @Test func `blocks of code are found with their lines`() {
        let file = Repository.File(path: "a.md", text: "x\n```yaml refused\na: 1\nb: 2\n```\ny\n```\nc\n```\n")
        #expect(Fence.all(in: file).map(\.line) == [3, 8])
        #expect(Fence.all(in: file).map(\.info) == ["yaml refused", ""])
        #expect(Fence.all(in: file).map(\.text) == ["a: 1\nb: 2", "c"])
    }
}
