import CEL

/// Runs the tests of one file and counts.
struct ConformanceRun {
    enum Outcome {
        case passed
        case failed(String)
        /// It needs protobuf messages, or a declaration that has no counterpart here.
        case skipped
    }

    private(set) var passed = 0
    private(set) var skipped = 0
    private(set) var failures: [String] = []

    init(_ file: ConformanceFile) {
        for test in file.sections.flatMap(\.tests) {
            switch Self.outcome(of: test) {
            case .passed: passed += 1
            case .failed(let reason): failures.append("\(test.id): \(test.expr.prefix(80)): \(reason)")
            case .skipped: skipped += 1
            }
        }
    }

    private static func outcome(of test: ConformanceTest) -> Outcome {
        guard test.needs.isEmpty, test.disableMacros != true, let environment = environment(of: test),
            let bindings = bindings(of: test, environment)
        else { return .skipped }
        do throws(CompileFailure) {
            let program =
                test.disableCheck == true
                ? try environment.compileUnchecked(test.expr) : try environment.compile(test.expr)
            if let type = test.expect.deducedType, let wanted = ConformanceValue.type(type),
                program.resultType != wanted
            {
                return .failed("deduced \(program.resultType), not \(wanted)")
            }
            return test.checkOnly == true ? .passed : evaluate(program, bindings, test)
        } catch {
            return test.expect.value == nil && test.checkOnly != true ? .passed : .failed("\(error)")
        }
    }

    private static func evaluate(_ program: Program, _ bindings: Bindings, _ test: ConformanceTest) -> Outcome {
        do throws(EvaluationError) {
            let value = try program.evaluate(bindings)
            guard let json = test.expect.value else { return .failed("gave \(value), not an error") }
            guard let wanted = ConformanceValue.value(json) else { return .skipped }
            let same = value == wanted && value.typeName == wanted.typeName && value.description == wanted.description
            return same || (isMap(value) && value == wanted) ? .passed : .failed("gave \(value), not \(wanted)")
        } catch {
            return test.expect.value == nil ? .passed : .failed("\(error)")
        }
    }

    /// The order of a map's entries is not part of its value.
    private static func isMap(_ value: Value) -> Bool { value.typeName == .map }

    private static func environment(of test: ConformanceTest) -> Environment? {
        var variables: [(name: String, type: CELType)] = []
        var functions: [Function] = []
        for declaration in test.typeEnv ?? [] {
            if let json = declaration.ident {
                guard let type = ConformanceValue.type(json) else { return nil }
                variables.append((declaration.name, type))
            } else if let signatures = declaration.function {
                let overloads = signatures.compactMap(overload)
                guard overloads.count == signatures.count else { return nil }
                functions.append(Function(declaration.name, overloads))
            }
        }
        for name in (test.bindings ?? [:]).keys.sorted() where !variables.contains(where: { $0.name == name }) {
            variables.append((name, .dyn))
        }
        return Environment(
            variables: variables,
            functions: Environment.standardFunctions + functions,
            container: test.container ?? ""
        )
    }

    private static func overload(_ signature: ConformanceTest.Declaration.Signature) -> Overload? {
        let parameters = signature.params.compactMap { ConformanceValue.type($0) }
        guard parameters.count == signature.params.count, let result = ConformanceValue.type(signature.result) else {
            return nil
        }
        return Overload(signature.instance ? .member : .global, parameters, result) { _ in nil }
    }

    private static func bindings(of test: ConformanceTest, _ environment: Environment) -> Bindings? {
        var bindings = Bindings(environment)
        for (name, binding) in test.bindings ?? [:] {
            guard let json = binding.value, let value = ConformanceValue.value(json) else { return nil }
            bindings[name] = value
        }
        return bindings
    }
}
