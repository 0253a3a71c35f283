/// Functions, macros and types that belong together, to be put into an ``Environment``.
public struct Library: Sendable {
    public let name: String
    let functions: [Function]
    let macros: [Macro]
    /// Types that an expression can name: `type(x) == net.IP`.
    let types: [String: CELType]
    let messages: [MessageType]
    /// Values that have a name: `google.protobuf.NullValue.NULL_VALUE`.
    let constants: [String: Value]

    init(
        _ name: String,
        functions: [Function] = [],
        macros: [Macro] = [],
        types: [String: CELType] = [:],
        messages: [MessageType] = [],
        constants: [String: Value] = [:]
    ) {
        self.name = name
        self.functions = functions.map(\.standard)
        self.macros = macros
        self.types = types
        self.messages = messages
        self.constants = constants
    }
}

extension Library {
    /// Its functions and types alone: what a macro would have taken is then a call like any other.
    public var withoutMacros: Library {
        Library(name, functions: functions, types: types, messages: messages, constants: constants)
    }
}

extension Library {
    /// The language itself, as its specification defines it.
    public static let standard = Library(
        "standard",
        functions: OperatorLibrary.functions + ArithmeticLibrary.functions + ComparisonLibrary.functions
            + ConversionLibrary.functions + StringLibrary.functions + TimeLibrary.functions + MatchLibrary.functions,
        macros: StandardMacros.all,
        types: CELType.denoted,
        messages: WellKnownTypes.messages,
        constants: WellKnownTypes.constants
    )

    /// Values that may be absent: `a.?b`, `list[?0]`, `optional.of(x)`, `x.orValue(y)`.
    public static let optionals = Library(
        "optionals",
        functions: OptionalLibrary.functions,
        macros: OptionalMacros.all,
        types: [TypeName.optional.description: .optional(.dyn)]
    )

    /// `cel.bind(x, value, …)`
    public static let bindings = Library("bindings", macros: BindingMacros.all)

    /// `cel.block([…], …)`: expressions as optimizers write them.
    public static let blocks = Library("blocks", macros: BlockMacros.all)

    /// Macros with an index or a key beside the element: `all`, `exists`, `transformList`, `transformMap`.
    public static let twoVariables = Library("two-variables", macros: TwoVariableMacros.all)

    /// `split`, `join`, `replace`, `substring`, `format` and more.
    public static let strings = Library("strings", functions: TextLibrary.functions + FormatLibrary.functions)

    /// `math.greatest`, `math.round`, `math.bitAnd` and more.
    public static let math = Library("math", functions: MathLibrary.functions, macros: MathMacros.all)

    /// `base64.encode` and `base64.decode`.
    public static let encoders = Library("encoders", functions: EncoderLibrary.functions)

    /// Addresses of the Internet: `ip(…)`, `cidr(…)`, and what they are and contain.
    public static let network = Library(
        "network",
        functions: NetworkLibrary.functions,
        types: NetworkLibrary.types
    )

    /// `slice`, `flatten`, `distinct`, `sort`, `sortBy` and more.
    public static let lists = Library("lists", functions: ListLibrary.functions, macros: ListMacros.all)

    /// Lists as sets: `sets.contains`, `sets.equivalent`, `sets.intersects`.
    public static let sets = Library("sets", functions: SetLibrary.functions)

    /// Parts of text that match a pattern: `regex.extract`, `regex.extractAll`, `regex.replace`.
    public static let regex = Library("regex", functions: RegexLibrary.functions)

    /// Everything that this package knows.
    public static let all: [Library] = [
        standard, optionals, bindings, blocks, twoVariables, strings, math, encoders, network, lists, sets, regex,
    ]
}
