/// What expressions may name: variables and functions.
public struct Environment: Sendable {
    package final class Layout: Sendable {
        package let variables: [Variable]
        package let slots: [String: Int]
        /// The types of those variables that are objects, by slot.
        let objectTypes: [ObjectType?]

        init(_ variables: [Variable]) {
            self.variables = variables
            slots = Dictionary(variables.indices.map { (variables[$0].name, $0) }) { first, _ in first }
            objectTypes = variables.map { if case .object(let type) = $0.type { type } else { nil } }
            precondition(slots.count == variables.count, "a variable is declared twice")
        }
    }

    package let layout: Layout
    let vocabulary: Vocabulary
    /// The namespace in which names are looked up first, or empty.
    public let container: String

    /// - Parameters:
    ///   - variables: what expressions may read. A name may be qualified: `a.b`.
    ///   - libraries: what the language consists of; all that this package has, unless it is said otherwise.
    ///   - functions: more of them. Overloads of a name that is taken already are added to it.
    ///   - container: the namespace in which names are looked up first.
    /// - Precondition: no variable is declared twice.
    public init(
        variables: [(name: String, type: CELType)] = [],
        libraries: [Library]? = nil,
        functions: [Function] = [],
        container: String = ""
    ) {
        layout = Layout(variables.map { Variable($0.name, $0.type) })
        vocabulary = Vocabulary.of(libraries, and: functions)
        self.container = container
    }

    package var functions: FunctionTable { vocabulary.functions }

    public var variables: [Variable] { layout.variables }

    /// Where a variable is kept, or nil for a name that is not declared.
    public func slot(_ name: String) -> Slot? { layout.slots[name].map(Slot.init(index:)) }

    /// Parses, checks and compiles.
    ///
    /// - Parameters:
    ///   - source: one expression, at most 64 KiB.
    ///   - expecting: the type that the result must have; an expression of type `dyn` passes, and is held to it
    ///     whenever it is evaluated.
    /// - Returns: the program, for bindings of this environment.
    /// - Throws: every problem that there is.
    public func compile(_ source: String, expecting: CELType? = nil) throws(CompileFailure) -> Program {
        try compile(source, expecting: expecting, mode: .checked)
    }

    /// Compiles without types: names and overloads are sorted out while the program runs, and what the check would
    /// refuse fails only if it is reached. For conformance, and for tools that have no declarations.
    public func compileUnchecked(_ source: String) throws(CompileFailure) -> Program {
        try compile(source, expecting: nil, mode: .unchecked)
    }

    private func compile(
        _ source: String,
        expecting: CELType?,
        mode: Checker.Mode
    ) throws(CompileFailure) -> Program {
        let expression = try Parser.parse(source, vocabulary.macros)
        var checker = Checker(self, mode: mode)
        let typed = try checker.check(expression, expecting: expecting)
        return Program(source, typed, checker, expecting: expecting)
    }
}
