import Actions
import Domain
import Intake
import Playbooks
import Rehearsal
import Testing

/// The tests that are shipped beside playbooks: they pass, and leave nothing of their playbook out.
@Suite struct ShippedTestTests {
    private static let suffix = ".test.yaml"
    static let suites = Repository.files.map(\.path).filter {
        $0.hasSuffix(suffix) && ["Playbooks/", "examples/"].contains(where: $0.hasPrefix)
    }

    @Test(arguments: suites) func `tests that are shipped pass, and show all of their playbook`(_ path: String) throws {
        let file = path.dropLast(Self.suffix.count) + ".yaml"
        let subject = try Self.subject(String(file))
        let suite = try SuiteReader.read(bytes: Array(Repository.text(path).utf8), file: path, of: subject) {
            (event, arrived) throws(OperatorError) in try Self.event(event, beside: path, arrived)
        }
        let report = Rehearsal.run(suite, of: subject, actions: BuiltInActions.kinds)
        #expect(report.failed.map { "\($0.test.name): \($0.differences)" } == [])
        #expect(report.coverage.missed.map { "\(file):\($0.line): \($0.text)" } == [])
    }

    @Test func `there are some`() { #expect(!Self.suites.isEmpty) }

    private static func subject(_ file: String) throws -> RehearsalSubject {
        let text = Repository.text(file)
        let playbook = try SnippetTests.compiler.compile(text: text, file: file)
        return RehearsalSubject(playbook: playbook, text: text) { inputs in
            var context = SnippetTests.context
            context.overrides = [playbook.name: inputs]
            return PlaybookCompiler(context).result(of: text, file: file)
        }
    }

    private static func event(_ name: String, beside path: String, _ arrived: Instant) throws(OperatorError) -> Event {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        let body = Array(Repository.text("\(folder)/\(name)").utf8)
        let delivery = Delivery(Arrival(body: body, contentType: nil, arrived: arrived))
        if case .events(let events)? = try? EventReader().read(delivery), let event = events.first { return event }
        throw OperatorError(attempted: "read \(name)", reason: "it holds no event", remedy: "correct the file")
    }
}
