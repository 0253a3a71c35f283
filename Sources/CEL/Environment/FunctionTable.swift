/// The overloads of each function, by name.
package struct FunctionTable: Sendable {
    private let overloads: [String: [Overload]]

    init(_ functions: [Function]) {
        overloads = Dictionary(functions.map { ($0.name, $0.overloads) }, uniquingKeysWith: +)
    }

    package func overloads(of name: String) -> [Overload] { overloads[name] ?? [] }
    package func has(_ name: String) -> Bool { overloads[name] != nil }
    package var names: some Sequence<String> { overloads.keys }
}
