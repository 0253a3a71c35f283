import CEL

/// Runs the tests of one file and counts.
struct ConformanceRun {
    enum Outcome {
        case passed
        case failed(String)
        /// It needs messages that a user defined, which this library does not have.
        case skipped
    }

    private(set) var passed: [String] = []
    private(set) var skipped: [String] = []
    private(set) var failed: [(id: String, reason: String)] = []

    init(_ file: ConformanceFile) {
        for test in file.sections.flatMap(\.tests) {
            switch Self.outcome(of: test) {
            case .passed: passed.append(test.id)
            case .failed(let reason): failed.append((test.id, "\(test.expr.prefix(100)): \(reason)"))
            case .skipped: skipped.append(test.id)
            }
        }
    }

    /// What a test may need that is not here. Well-known types are.
    private static let messages: Set<String> = ["proto2", "proto3", "enum"]

    private static func outcome(of test: ConformanceTest) -> Outcome {
        guard messages.isDisjoint(with: test.needs) else { return .skipped }
        guard let environment = ConformanceEnvironment.of(test) else {
            return .failed("a declaration is not understood")
        }
        guard let bindings = ConformanceEnvironment.bindings(of: test, environment) else {
            return .failed("a binding is not understood")
        }
        do throws(CompileFailure) {
            let program =
                test.disableCheck == true
                ? try environment.compileUnchecked(test.expr) : try environment.compile(test.expr)
            if let type = test.expect.deducedType {
                guard let wanted = ConformanceValue.type(type) else { return .failed("the type is not understood") }
                guard program.resultType == wanted else {
                    return .failed("deduced \(program.resultType), not \(wanted)")
                }
            }
            return test.checkOnly == true ? .passed : evaluate(program, bindings, test)
        } catch {
            return test.expectsError ? .passed : .failed("\(error)")
        }
    }

    private static func evaluate(_ program: Program, _ bindings: Bindings, _ test: ConformanceTest) -> Outcome {
        do throws(EvaluationError) {
            let value = try program.evaluate(bindings)
            guard let json = test.expect.value else { return .failed("gave \(value), not an error") }
            guard let wanted = ConformanceValue.value(json) else { return .failed("the result is not understood") }
            return ConformanceValue.areSame(value, wanted) ? .passed : .failed("gave \(value), not \(wanted)")
        } catch {
            return test.expectsError ? .passed : .failed("\(error)")
        }
    }
}
