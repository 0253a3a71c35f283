import ArgumentParser
import CEL
import Foundation
import JSON

/// `cordon eval`: what an expression comes to.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Evaluates an expression, such as the condition of a playbook.",
        discussion: """
            The language is CEL, with all its extensions. With --event the expression sees 'event' as a playbook does; a \
            file that is no event that Cordon accepts is seen as the JSON that it is. 'now' is the time. Exit 0: there is a \
            value. Exit 1: the expression is wrong, or has no value.

              cordon eval '[1, 2, 3].map(x, x * x)'
              cordon eval 'event.metric.startsWith("aws:") && event.value > 100.0' --event violation.json
            """
    )

    @Argument(help: "The expression.")
    var expression: String
    @Option(help: "A file with an event, as a monitor would send it: CloudEvents 1.0 or Device Defender JSON.")
    var event: String?
    @Flag(help: "Print the value as JSON instead of as one would write it in an expression.")
    var json = false
    @Flag(help: "Print what each part of the expression comes to.")
    var explain = false

    func run() async throws {
        let now = SystemSurroundings().now()
        let context = try event.map { try EvaluationContext(event: $0, now: now) } ?? EvaluationContext(now: now)
        if let note = context.note { say("note: \(note)") }
        let program: Program
        do throws(CompileFailure) {
            program = try context.environment.compile(expression)
        } catch {
            for problem in error.problems { say(problem.rendered(in: expression)) }
            throw ExitCode(1)
        }
        if explain { print(PartsTable(program.explain(context.bindings), of: expression).text) }
        do throws(EvaluationError) {
            let value = try program.evaluate(context.bindings)
            if !explain { print(json ? JSONText.string(value) : value.description) }
        } catch {
            say(error.rendered(in: expression))
            throw ExitCode(1)
        }
    }

    private func say(_ text: String) { FileHandle.standardError.write(Data("\(Terminal.safeLines(text))\n".utf8)) }
}

/// The parts of an expression, each on a line with what it comes to.
private struct PartsTable {
    let rows: [(part: String, outcome: String)]

    init(_ parts: [Explanation], of source: String) {
        let bytes = Array(source.utf8)
        rows = parts.map { part in
            let text = String(decoding: bytes[part.range], as: UTF8.self)
            return (text.split(whereSeparator: \.isWhitespace).joined(separator: " "), Self.outcome(part))
        }
    }

    private static func outcome(_ part: Explanation) -> String {
        switch part.outcome {
        case .success(let value): value.description
        case .failure(let error): "error: \(error.message)"
        case nil: "not needed"
        }
    }

    var text: String {
        let width = rows.map(\.part.count).max() ?? 0
        return rows.map { "\(Terminal.padded(Terminal.safe($0.part), width))  \(Terminal.safe($0.outcome))" }
            .joined(separator: "\n")
    }
}
