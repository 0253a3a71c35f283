package import CEL
package import Domain
package import Playbooks

/// Values for the inputs of a playbook, by name.
package typealias InputValues = [String: Value]

/// A playbook that is to be tested.
package struct RehearsalSubject: Sendable {
    package let playbook: Playbook
    /// What is written in its file.
    package let text: String
    /// The same playbook where the environment gives other values to its inputs; or why it does not take them.
    package let compile: @Sendable (_ inputs: InputValues) -> Result<Playbook, OperatorError>

    package init(
        playbook: Playbook,
        text: String,
        compile: @escaping @Sendable (_ inputs: InputValues) -> Result<Playbook, OperatorError>
    ) {
        self.playbook = playbook
        self.text = text
        self.compile = compile
    }
}

extension PlaybookCompiler {
    /// As a subject wants it: the first of the problems is the reason.
    package func result(of text: String, file: String) -> Result<Playbook, OperatorError> {
        do throws(PlaybookRejected) {
            return .success(try compile(text: text, file: file))
        } catch {
            let reason = error.diagnostics.first { $0.severity == .error }?.message ?? ""
            return .failure(OperatorError(attempted: "compile \(file)", reason: reason, remedy: "mend it"))
        }
    }
}

/// Everything that is wrong with a file of tests.
package struct SuiteRejected: Error, CustomStringConvertible {
    package let findings: Findings

    package var description: String { findings.source.rendered(findings.diagnostics) }
}

/// Reads a `*.test.yaml`, and reports every problem of it.
package struct SuiteReader {
    /// The event of a file that a test names, as a monitor would send it.
    package typealias EventFile = (_ path: String, _ arrived: Instant) throws(OperatorError) -> Event

    let subject: RehearsalSubject
    let eventFile: EventFile
    var findings: Findings

    package static func read(
        bytes: [UInt8],
        file: String,
        of subject: RehearsalSubject,
        eventFile: @escaping EventFile
    ) throws(SuiteRejected) -> Suite {
        let document: YAMLDocument
        do throws(YAMLRejected) {
            document = try YAMLReader().read(bytes: bytes, file: file)
        } catch {
            throw SuiteRejected(findings: error.findings)
        }
        var reader = SuiteReader(subject: subject, eventFile: eventFile, findings: Findings(document.source))
        let cases = reader.cases(document.root)
        guard !reader.findings.hasErrors else { throw SuiteRejected(findings: reader.findings) }
        return Suite(file: file, cases: cases)
    }

    private mutating func cases(_ root: YAMLNode?) -> [TestCase] {
        guard let root else {
            let span = SourceSpan(file: findings.source.file, line: 1, column: 1)
            findings.report(RehearsalProblem.noTests, "there are no tests in this file", at: span)
            return []
        }
        guard let fields = SuiteForm.suite.fields(root, &findings), let node = fields["tests"],
            let nodes = fields.list("tests", &findings)
        else { return [] }
        if nodes.isEmpty { report(.noTests, "there are no tests in this file", at: node) }
        var names: Set<String> = []
        return nodes.compactMap { node in
            guard let test = test(node) else { return nil }
            if !names.insert(test.name).inserted {
                report(
                    .duplicateTest,
                    "another test is called \(DisplayText.quoted(test.name)) too",
                    at: node["name"] ?? node
                )
            }
            return test
        }
    }

    private mutating func test(_ node: YAMLNode) -> TestCase? {
        guard let fields = SuiteForm.test.fields(node, &findings) else { return nil }
        let name = fields.text("name", &findings)
        guard let world = given(fields["given"]) else { return nil }
        let script = script(fields["outcomes"])
        let later = later(fields["later"], world.given)
        let expected = fields["expect"].flatMap { expectation($0) }
        guard let name, let expected else { return nil }
        return TestCase(
            name: name,
            span: findings.source.span(of: node["name"] ?? node),
            playbook: world.playbook,
            given: world.given,
            script: script,
            later: later,
            expected: expected
        )
    }

    // MARK: - For all parts

    mutating func report(_ problem: RehearsalProblem, _ message: String, at node: YAMLNode, remedy: String? = nil) {
        findings.report(problem, message, at: node, remedy: remedy)
    }

    /// Reported, with the nearest of those that there are.
    mutating func reportUnknown(_ what: String, _ name: String, among known: [String], at span: SourceSpan) {
        let remedy =
            Spelling.closest(to: name, among: known).map { "did you mean '\($0)'?" }
            ?? (known.isEmpty ? "there is none" : "there are \(known.joined(separator: ", "))")
        findings.report(
            RehearsalProblem.unknownName,
            "the playbook has no \(what) \(DisplayText.quoted(name))",
            at: span,
            remedy: remedy
        )
    }

    /// Plain data. `${{ }}` in it stays text: nothing in a test is evaluated.
    static func value(_ node: YAMLNode) -> Value {
        switch node.content {
        case .scalar(let scalar): scalar.value
        case .sequence(let elements): .list(elements.map(value))
        case .mapping(let entries): .map(entries.map { ($0.key, value($0.value)) })
        }
    }
}
