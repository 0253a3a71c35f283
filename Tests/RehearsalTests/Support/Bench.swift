import Actions
import CEL
import Domain
import Playbooks
import Rehearsal
import Testing

/// A playbook of the real actions, and tests of it, from their texts.
struct Bench {
    let subject: RehearsalSubject

    /// - Precondition: it compiles.
    init(_ text: String, calling library: [String] = []) {
        let sources = library.compactMap { PlaybookLibrary.Source(scanning: $0, file: "called.yaml") }
        subject = RehearsalSubject(playbook: Self.compiled(text, sources, [:]), text: text) { inputs in
            Self.result(text, sources, inputs)
        }
    }

    /// A playbook around steps, whose text begins at its first column.
    init(
        steps: String,
        always: String = "",
        on: String = "{event: violation}",
        guards: String = "{limit: {devices: 25, per: 10m}}",
        mode: String = "enforce",
        inputs: String = "{}"
    ) {
        let tail = always.isEmpty ? "" : "always:\n\(Self.indented(always))\n"
        let head = "playbook: contain\nmode: \(mode)\non: \(on)\nguard: \(guards)\ninputs: \(inputs)\n"
        self.init("\(head)steps:\n\(Self.indented(steps))\n\(tail)")
    }

    /// - Precondition: the tests can be read.
    func report(_ tests: String) -> SuiteReport {
        do throws(SuiteRejected) {
            return Rehearsal.run(try suite(tests), of: subject, actions: BuiltInActions.kinds)
        } catch {
            preconditionFailure("the tests cannot be read:\n\(error)")
        }
    }

    func suite(_ tests: String) throws(SuiteRejected) -> Suite {
        try SuiteReader.read(bytes: Array(tests.utf8), file: "contain.test.yaml", of: subject) {
            (path, arrived) throws(OperatorError) in
            guard path == "loud.json", let device = DeviceID("pump-9") else {
                throw OperatorError(
                    attempted: "read \(path)",
                    reason: "there is no such file",
                    remedy: "check the path"
                )
            }
            let key = Event.Key(source: "defender", id: "v-1")
            return Event(key: key, type: "violation", time: arrived - .seconds(60), device: device, metric: "bytes")
        }
    }

    /// One test, without its name: what is other than expected, as one reads it.
    func differences(_ test: String) -> String {
        let report = report("tests:\n  - name: it\n\(Self.indented(test, by: 4))")
        return report.results.flatMap(\.differences).map(Self.text).joined(separator: "\n")
    }

    /// What is missed of the coverage: `3: step 'tell'`.
    func missed(_ tests: String) -> [String] { report(tests).coverage.missed.map { "\($0.line): \($0.text)" } }

    static func text(_ difference: Difference) -> String {
        let lines = difference.lines.map { line in
            switch line {
            case .same(let text): "  \(text)"
            case .expected(let text): "- \(text)"
            case .actual(let text): "+ \(text)"
            }
        }
        return ([difference.what] + lines).joined(separator: "\n")
    }

    private static func result(
        _ text: String,
        _ library: [PlaybookLibrary.Source],
        _ inputs: [String: Value]
    ) -> Result<Playbook, OperatorError> {
        var context = CompilerContext(actions: BuiltInActions.descriptors, connections: nil)
        context.library = PlaybookLibrary(library)
        let name = PlaybookLibrary.Source(scanning: text, file: "")?.name ?? ""
        context.overrides = inputs.isEmpty ? [:] : [name: inputs]
        return PlaybookCompiler(context).result(of: text, file: "contain.yaml")
    }

    private static func compiled(
        _ text: String,
        _ library: [PlaybookLibrary.Source],
        _ inputs: [String: Value]
    ) -> Playbook {
        switch result(text, library, inputs) {
        case .success(let playbook): return playbook
        case .failure(let error): preconditionFailure("the fixture does not compile:\n\(error)")
        }
    }

    private static func indented(_ text: String, by count: Int = 2) -> String {
        let margin = String(repeating: " ", count: count)
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { margin + $0 }.joined(separator: "\n")
    }
}
