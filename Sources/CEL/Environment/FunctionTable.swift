/// The overloads of each function, by name.
package struct FunctionTable: Sendable {
    private var overloads: [String: [Overload]] = [:]

    init(_ functions: [Function]) { add(functions) }

    mutating func add(_ functions: [Function]) {
        for function in functions { overloads[function.name, default: []] += function.overloads }
    }

    package func overloads(of name: String) -> [Overload] { overloads[name] ?? [] }
    package func has(_ name: String) -> Bool { overloads[name] != nil }
    package var names: some Sequence<String> { overloads.keys }
}
