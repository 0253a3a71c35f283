/// An expression, checked and compiled. Immutable: evaluate it from as many threads as you like.
public struct Program: Sendable {
    public let source: String
    public let resultType: CELType
    /// The declared variables that it may read.
    public let variables: Set<String>
    /// The paths that it may read, from a variable through its fields: `["event", "metric"]`. Sorted, each once.
    public let fieldPaths: [[String]]
    /// Those of ``fieldPaths`` that it asks for with `has(…)` or `?`, so that it may do without them.
    public let testedPaths: [[String]]
    /// What must hold wherever it is true: its top-level `&&` parts of the form `path == constant`.
    public let requiredEqualities: [(path: [String], value: Value)]
    /// The same of its parts that compare a path with a number, such as `path > 100`: wherever the value is a number and
    /// beyond the bound, the program is false, and nothing else in it can make it fail, but that its steps run out before.
    public let requiredBounds: [(path: [String], bound: Bound)]

    private let typed: TypedExpression
    private let root: any Node
    private let layout: Environment.Layout
    private let localsCount: Int
    /// Steps of one pass, loops not counted.
    private let weight: Int
    /// Held to this whenever it is evaluated; nil where the check was sure.
    private let expected: CELType?

    /// Steps that an evaluation may take unless it is said otherwise.
    public static let costLimitDefault = LanguageLimits.costDefault

    init(_ source: String, _ typed: TypedExpression, _ checker: Checker, expecting: CELType?) {
        self.source = source
        self.typed = typed
        resultType = checker.unifier.resolve(typed.type, openAsDyn: true)
        let paths = PathCollector(typed)
        fieldPaths = paths.paths
        testedPaths = paths.testedPaths
        variables = Set(fieldPaths.map { $0[0] })
        requiredEqualities = PathCollector.requiredEqualities(of: typed)
        requiredBounds = PathCollector.requiredBounds(of: typed)
        var builder = NodeBuilder()
        root = builder.build(typed)
        weight = builder.weight
        layout = checker.environment.layout
        localsCount = checker.localsCount
        expected = resultType == .dyn ? expecting : nil
    }

    /// Evaluates the expression once.
    ///
    /// - Parameters:
    ///   - bindings: values of the environment that compiled this; of any other it stops the process.
    ///   - costLimit: steps after which the evaluation is given up.
    /// - Returns: the value, of ``resultType`` where that is not `dyn`.
    /// - Throws: why there is no value, and which part has none.
    public func evaluate(
        _ bindings: Bindings,
        costLimit: Int = Program.costLimitDefault
    ) throws(EvaluationError) -> Value {
        var frame = try frame(bindings, costLimit)
        let value = try root.value(&frame)
        if let name = expected?.typeName, name != value.typeName {
            let (wanted, given) = (Spelling.withArticle("\(name)"), Spelling.withArticle("\(value.typeName)"))
            throw EvaluationError(.typeMismatch, "\(wanted) is wanted, but this is \(given)", at: root.range)
        }
        guard frame.spend(walking: value) else {
            throw EvaluationError(.costExceeded, "the result is larger than it is allowed to be", at: root.range)
        }
        return value
    }

    /// The fast path for a condition: an error where its value is not a bool.
    public func isTrue(
        _ bindings: Bindings,
        costLimit: Int = Program.costLimitDefault
    ) throws(EvaluationError) -> Bool {
        var frame = try frame(bindings, costLimit)
        return try root.isTrue(&frame)
    }

    /// The value or the failure of every part, a whole before its parts: why a condition holds, or does not.
    ///
    /// All parts of `&&` and `||` are evaluated, also those that no longer matter. Constants are left out, and so are the
    /// bodies of macros: they have a value for each element. This builds the program anew, so it is for a person who
    /// asks, not for every event.
    public func explain(_ bindings: Bindings, costLimit: Int = Program.costLimitDefault) -> [Explanation] {
        var builder = NodeBuilder(isTracing: true)
        let root = builder.build(typed)
        let parts = builder.traced ?? []
        var outcomes = [Result<Value, EvaluationError>?](repeating: nil, count: parts.count)
        do throws(EvaluationError) {
            var frame = try frame(bindings, costLimit)
            frame.trace = outcomes
            // What it came to is in the trace, like that of every other part.
            do throws(EvaluationError) { _ = try root.value(&frame) } catch {}
            outcomes = frame.trace
        } catch {
            if !outcomes.isEmpty { outcomes[0] = .failure(error) }
        }
        return zip(parts, outcomes).map { Explanation(range: $0.range, outcome: $1) }
    }

    private func frame(_ bindings: Bindings, _ costLimit: Int) throws(EvaluationError) -> Frame {
        precondition(bindings.layout === layout, "bindings are for the environment that compiled the program")
        var frame = Frame(slots: bindings.values, localsCount: localsCount, costLimit: costLimit)
        try frame.charge(weight, root.range)
        return frame
    }
}
