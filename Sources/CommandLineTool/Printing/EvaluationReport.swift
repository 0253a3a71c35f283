import CEL
package import Domain
import JSON

/// What an expression on the command line came to, as a person or a program reads it.
package struct EvaluationReport {
    package enum Form: Sendable {
        /// As one would write the value in an expression.
        case expression
        case json
        /// What each part comes to.
        case explanation
    }

    /// For standard output; empty where there is no value.
    package private(set) var text = ""
    /// For standard error: what is wrong, or what one should know.
    package private(set) var remarks: [String] = []
    package private(set) var hasValue = false

    /// Evaluates an expression, perhaps over the event of a file. A mistake in the expression is a remark; a file that cannot
    /// be used is thrown.
    package init(_ expression: String, event: String?, as form: Form, now: Instant) throws(OperatorError) {
        let context =
            if let event { try EvaluationContext(event: event, now: now) } else { EvaluationContext(now: now) }
        if let note = context.note { remarks.append("note: \(note)") }
        do throws(CompileFailure) {
            evaluate(try context.environment.compile(expression), context.bindings, form)
        } catch {
            remarks += error.problems.map { $0.rendered(in: expression) }
        }
    }

    private mutating func evaluate(_ program: Program, _ bindings: Bindings, _ form: Form) {
        if form == .explanation { text = picture(of: program, bindings) }
        do throws(EvaluationError) {
            let value = try program.evaluate(bindings)
            hasValue = true
            switch form {
            case .expression: text = value.description
            case .json: text = JSONText.string(value)
            case .explanation: break
            }
        } catch {
            remarks.append(error.rendered(in: program.source))
        }
    }

    private func picture(of program: Program, _ bindings: Bindings) -> String {
        let picture = ExpressionPicture(program.explain(bindings), of: program.source, paint: ColourChoice.auto.paint)
        return picture.lines.joined(separator: "\n")
    }
}
