import CEL
import Testing

/// The rules of the specification, one by one.
///
/// - Source: cel-spec, `doc/langdef.md`; cel-go, `ext/README.md` and the code beside it.
@Suite struct SpecificationTests {
    private static let environment = Environment()

    @Test(arguments: SpecificationSection.all.flatMap(\.rows))
    func `an expression comes to what the specification says`(_ row: SpecificationSection.Row) {
        #expect(Self.value(of: row.expression) == row.value)
    }

    /// As it describes itself; nil where the expression is refused or fails.
    private static func value(of expression: String) -> String? {
        do {
            return try environment.compile(expression).evaluate(Bindings(environment)).description
        } catch {
            return nil
        }
    }

    private static let typed = Environment(variables: [
        ("x", .dyn), ("i", .int), ("s", .string), ("l", .list(.int)), ("ld", .list(.dyn)), ("m", .map(.string, .int)),
        ("md", .map(.string, .dyn)), ("wi", .wrapper(.int)), ("ts", .timestamp), ("oi", .optional(.int)),
        ("om", .optional(.map(.string, .int))),
    ])

    @Test(arguments: SpecificationSection.deducedTypes.rows)
    func `the check deduces the type that cel-go deduces`(_ row: SpecificationSection.Row) {
        let type = try? Self.typed.compile(row.expression).resultType.description
        #expect(type == row.value)
    }

    /// In the container `a.b`; every variable but the maps holds its own name.
    private static let contained = Environment(
        variables: [
            ("a.b.x", .string), ("a.x", .string), ("x", .string), ("a.y", .string), ("y", .string),
            ("a.b.n.z", .string),
            ("n", .map(.string, .string)), ("z.z", .string), ("z", .map(.string, .string)),
        ],
        container: "a.b"
    )

    @Test(arguments: [
        ("x", "a.b.x"), (".x", "x"), ("a.x", "a.x"), (".a.x", "a.x"), ("y", "a.y"), (".y", "y"), ("n.z", "a.b.n.z"),
        (".n.z", "n's z"), ("n.other", "n's other"), ("z.z", "z.z"), ("(z).z", "z's z"), ("(n).z", "n's z"),
        ("z.other", "z's other"),
        ("['local'].map(x, x)[0]", "local"), ("['local'].map(x, .x)[0]", "x"), ("['local'].map(y, y)[0]", "local"),
        ("[{'z': 'local'}].map(z, z.z)[0]", "local"), ("[{'z': 'local'}].map(z, .z.z)[0]", "z.z"),
        ("cel.bind(x, 'local', x)", "local"), ("cel.bind(x, 'local', .x)", "x"),
        ("cel.bind(x, x + '!', x)", "a.b.x!"), ("['p'].map(x, ['q'].map(x, x)[0] + x)[0]", "qp"),
    ])
    func `a name means the innermost that there is`(_ expression: String, _ value: String) throws {
        var bindings = Bindings(Self.contained)
        for variable in Self.contained.variables { bindings[variable.name] = .string(variable.name) }
        bindings["n"] = ["z": "n's z", "other": "n's other"]
        bindings["z"] = ["z": "z's z", "other": "z's other"]
        #expect(try Self.contained.compile(expression).evaluate(bindings) == .string(value))
        #expect(try Self.contained.compileUnchecked(expression).evaluate(bindings) == .string(value))
    }
}
