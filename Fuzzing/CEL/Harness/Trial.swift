import CEL

/// One expression, compiled and evaluated, and everything that must hold of it.
struct Trial {
    typealias Outcome = Result<Value, EvaluationError>

    let sample: Sample
    let places: Places

    init(_ sample: Sample) {
        self.sample = sample
        places = Places(sample.source)
    }

    func run() {
        // The longest expression takes a tenth of that, if other work leaves this machine alone.
        switch Rule.requireQuick("compiling", { compile(sample.way) }) {
        case .success(let program): run(program)
        case .failure(let failure): places.examine(failure)
        }
    }

    private func compile(_ way: Sample.Way) -> Result<Program, CompileFailure> {
        let environment = sample.world.environment
        do throws(CompileFailure) {
            return switch way {
            case .checked, .explained: .success(try environment.compile(sample.source))
            case .unchecked: .success(try environment.compileUnchecked(sample.source))
            case .condition: .success(try environment.compile(sample.source, expecting: .bool))
            }
        } catch {
            return .failure(error)
        }
    }

    private func run(_ program: Program) {
        Rule.require(program.source == sample.source, "a program keeps its source")
        let outcome = Rule.requireQuick("an evaluation") { evaluate(program, sample.world.bindings) }
        switch outcome {
        case .success(let value): ValueRules(value).examine(as: program.resultType)
        case .failure(let error): places.examine(error)
        }
        examineRepetition(program, outcome)
        examineCondition(program, outcome)
        examineFootprint(program, outcome)
        if sample.way == .explained { examineExplanation(program, outcome) }
        if sample.way == .checked { examineUnchecked(outcome) }
    }

    private func evaluate(
        _ program: Program,
        _ bindings: Bindings,
        costLimit: Int = Program.costLimitDefault
    ) -> Outcome {
        do throws(EvaluationError) {
            return .success(try program.evaluate(bindings, costLimit: costLimit))
        } catch {
            return .failure(error)
        }
    }
}

// MARK: - What one outcome says of another

extension Trial {
    private func examineRepetition(_ program: Program, _ outcome: Outcome) {
        let again = evaluate(program, sample.world.bindings)
        Rule.require(again == outcome, "an evaluation comes to the same again: \(outcome), then \(again)")
        let hurried = evaluate(program, sample.world.bindings, costLimit: 40)
        Rule.require(hurried == outcome || hurried.isTooCostly, "fewer steps change \(outcome) to \(hurried)")
    }

    private func examineCondition(_ program: Program, _ outcome: Outcome) {
        let condition: Outcome
        do throws(EvaluationError) {
            condition = .success(.bool(try program.isTrue(sample.world.bindings)))
        } catch {
            condition = .failure(error)
            places.examine(error)
        }
        switch outcome {
        // A value of a wrong type, or of too great a size, is no bool, and isTrue says that.
        case .failure(let error) where error.kind == .typeMismatch || error.kind == .costExceeded:
            Rule.require(condition.isFailure, "isTrue says \(condition), evaluate \(outcome)")
        case .success(.bool), .failure:
            Rule.require(condition == outcome, "isTrue says \(condition), evaluate \(outcome)")
        case .success: Rule.require(condition.isFailure, "isTrue says \(condition) of what is no bool: \(outcome)")
        }
        if case .success(true) = condition { examineEqualities(program) }
    }

    /// What a condition demands is so where it holds.
    private func examineEqualities(_ program: Program) {
        for (path, wanted) in program.requiredEqualities {
            let value = PathReader.value(at: path, in: sample.world.bindings)
            Rule.require(value == wanted, "it holds with \(path) == \(wanted), which is \(value.debugDescription)")
        }
    }

    /// What a program does not name among its variables it does not read.
    private func examineFootprint(_ program: Program, _ outcome: Outcome) {
        var bindings = Bindings(sample.world.environment)
        for variable in program.variables { bindings[variable] = sample.world.bindings[variable] }
        let footprint = evaluate(program, bindings)
        Rule.require(footprint == outcome, "with \(program.variables) alone \(outcome) becomes \(footprint)")
    }

    private func examineExplanation(_ program: Program, _ outcome: Outcome) {
        let parts = Rule.requireQuick("an explanation") { program.explain(sample.world.bindings) }
        for part in parts {
            places.examine(part.range)
            if case .failure(let error)? = part.outcome { places.examine(error) }
        }
        // It evaluates what an evaluation leaves out, and so may run out of steps.
        guard let whole = parts.first?.outcome, !whole.isTooCostly, !outcome.isTooCostly else { return }
        Rule.require(whole == outcome, "the explanation says \(whole), the evaluation \(outcome)")
    }

    /// Without types an expression that passed the check comes to the same.
    private func examineUnchecked(_ outcome: Outcome) {
        guard case .success(let program) = compile(.unchecked) else {
            Rule.require(false, "what passes the check compiles without it")
            return
        }
        let unchecked = evaluate(program, sample.world.bindings)
        guard case .success = outcome, !unchecked.isTooCostly else { return }
        Rule.require(unchecked == outcome, "\(outcome) becomes \(unchecked) without the check")
    }
}

extension Result where Success == Value, Failure == EvaluationError {
    var isFailure: Bool { if case .failure = self { true } else { false } }
    var isTooCostly: Bool { if case .failure(let error) = self { error.kind == .costExceeded } else { false } }
}
