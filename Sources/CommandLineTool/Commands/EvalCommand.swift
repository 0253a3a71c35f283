import ArgumentParser
import Foundation

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
        let form: EvaluationReport.Form = explain ? .explanation : json ? .json : .expression
        let report = try EvaluationReport(expression, event: event, as: form, now: SystemSurroundings().now())
        for remark in report.remarks {
            FileHandle.standardError.write(Data("\(Terminal.safeLines(remark))\n".utf8))
        }
        if !report.text.isEmpty { print(report.text) }
        if !report.hasValue { throw ExitCode(1) }
    }
}
