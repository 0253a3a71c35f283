/// The words of some libraries, sorted for look-up. Made once for ``Library/all``, which nearly everybody uses.
struct Vocabulary: Sendable {
    private(set) var functions: FunctionTable
    let macros: MacroTable
    let types: [String: CELType]
    let messages: [String: MessageType]
    let constants: [String: Value]

    private init(_ libraries: [Library]) {
        functions = FunctionTable(libraries.flatMap(\.functions))
        macros = MacroTable(libraries.flatMap(\.macros))
        types = Dictionary(libraries.flatMap(\.types)) { first, _ in first }
        constants = Dictionary(libraries.flatMap(\.constants)) { first, _ in first }
        messages = Dictionary(libraries.flatMap(\.messages).map { ($0.name, $0) }) { first, _ in first }
    }

    private static let all = Vocabulary(Library.all)

    /// The words of these libraries, or of all where none are named, and of some functions.
    static func of(_ libraries: [Library]?, and functions: [Function]) -> Vocabulary {
        var vocabulary = libraries.map { Vocabulary($0) } ?? all
        vocabulary.functions.add(functions)
        return vocabulary
    }
}
