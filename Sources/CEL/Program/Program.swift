/// An expression, checked and compiled. Immutable: evaluate it from as many threads as you like.
public struct Program: Sendable {
    public let source: String
    public let resultType: CELType
    /// The declared variables that it may read.
    public let variables: Set<String>
    /// The paths that it may read, from a variable through its fields: `["event", "metric"]`. Sorted, each once.
    public let fieldPaths: [[String]]
    /// What must hold wherever it is true: its top-level `&&` parts of the form `path == constant`.
    public let requiredEqualities: [(path: [String], value: Value)]

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
        fieldPaths = PathCollector.paths(of: typed)
        variables = Set(fieldPaths.map { $0[0] })
        requiredEqualities = PathCollector.requiredEqualities(of: typed)
        var builder = NodeBuilder()
        root = builder.build(typed)
        weight = builder.weight
        layout = checker.environment.layout
        localsCount = checker.localsMax
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
            throw EvaluationError(.typeMismatch, "a \(name) is wanted, but this is a \(value.typeName)", at: root.range)
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
    /// Each part is evaluated by itself, so this is for a person who asks, not for every event. The bodies of macros are
    /// left out: they have a value for each element.
    public func explain(_ bindings: Bindings, costLimit: Int = Program.costLimitDefault) -> [Explanation] {
        var parts: [TypedExpression] = []
        typed.collectParts(into: &parts)
        return parts.map { part in
            var builder = NodeBuilder()
            return Explanation(range: part.range, outcome: outcome(of: builder.build(part), bindings, costLimit))
        }
    }

    private func outcome(
        of node: any Node,
        _ bindings: Bindings,
        _ costLimit: Int
    ) -> Result<Value, EvaluationError> {
        do throws(EvaluationError) {
            var frame = try frame(bindings, costLimit)
            return .success(try node.value(&frame))
        } catch {
            return .failure(error)
        }
    }

    private func frame(_ bindings: Bindings, _ costLimit: Int) throws(EvaluationError) -> Frame {
        precondition(bindings.layout === layout, "bindings are for the environment that compiled the program")
        var frame = Frame(slots: bindings.values, localsCount: localsCount, costLimit: costLimit)
        try frame.charge(weight, root.range)
        return frame
    }
}
