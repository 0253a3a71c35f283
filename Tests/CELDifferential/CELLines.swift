import CEL
import Foundation
import JSON

/// Evaluates expressions for another process: a request on each line of standard input, an answer on each line of
/// standard output, in the same order.
@main
struct CELLines {
    static func main() {
        let output = FileHandle.standardOutput
        while let line = readLine() {
            // Written without a buffer, because the other side waits for it.
            output.write(Data(JSONText.write(answer(line)) + [UInt8(ascii: "\n")]))
        }
    }

    private static func answer(_ line: String) -> Value {
        guard let request = Request(line) else { return mistake("this is no request") }
        do throws(CompileFailure) {
            let environment = Environment(variables: request.declarations, libraries: request.libraries)
            let program =
                request.isChecked
                ? try environment.compile(request.source) : try environment.compileUnchecked(request.source)
            var bindings = Bindings(environment)
            for (name, value) in request.values { bindings[name] = value }
            return run(program, bindings)
        } catch {
            return .map([("refused", .list(error.problems.map(refusal)))])
        }
    }

    private static func refusal(_ problem: Problem) -> Value {
        let range: Value = .list([.int(Int64(problem.range.lowerBound)), .int(Int64(problem.range.upperBound))])
        return .map([("code", .string(problem.code.rawValue)), ("message", .string(problem.message)), ("range", range)])
    }

    private static func mistake(_ message: String) -> Value { .map([("mistake", .string(message))]) }
}

// MARK: - Running

extension CELLines {
    private typealias Outcome = Result<Value, EvaluationError>

    /// Far more than is usual: the oracle counts no steps.
    private static let costLimit = 1_000_000_000

    /// Evaluates in each of the three ways that there are, which must agree.
    private static func run(_ program: Program, _ bindings: Bindings) -> Value {
        let outcome = Outcome { () throws(EvaluationError) in try program.evaluate(bindings, costLimit: costLimit) }
        let truth = Outcome { () throws(EvaluationError) in .bool(try program.isTrue(bindings, costLimit: costLimit)) }
        // A constant has nothing to explain.
        let explained = program.explain(bindings, costLimit: costLimit).first.map(\.outcome) ?? outcome
        guard condition(outcome) == condition(truth) else { return mistake("isTrue() gives \(truth), not \(outcome)") }
        guard let explained, text(of: explained) == text(of: outcome) else {
            return mistake("explain() gives \(String(describing: explained)), not \(outcome)")
        }
        switch outcome {
        case .success(let value):
            return .map([("value", TypedJSON.encoded(value)), ("type", TypedJSON.encoded(program.resultType))])
        case .failure(let error):
            return .map([("fails", .string(error.kind.rawValue)), ("message", .string(error.message))])
        }
    }

    /// Nil where it is no truth: another value, or a failure.
    private static func condition(_ outcome: Outcome) -> Bool? {
        if case .success(.bool(let truth)) = outcome { truth } else { nil }
    }

    /// Exactly what it is. Which of several failures is told does not count.
    private static func text(of outcome: Outcome) -> String? {
        if case .success(let value) = outcome { JSONText.string(TypedJSON.encoded(value)) } else { nil }
    }
}
