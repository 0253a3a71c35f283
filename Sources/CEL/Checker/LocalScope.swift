/// The variables of the macros around a part of an expression. There may be thousands, and each name is looked up.
struct LocalScope {
    struct Local {
        let name: String
        /// Its place, which no other variable of the program has: a value worked out late must find those it reads.
        let index: Int
        let type: CELType
        /// Whether its value is worked out when it is first read.
        let isLazy: Bool
    }

    /// Outermost first.
    private var locals: [Local] = []
    /// Where those of a name are in the list, the one that is seen last.
    private var places: [String: [Int]] = [:]

    var count: Int { locals.count }
    var names: [String] { locals.map(\.name) }

    subscript(name: String) -> Local? { places[name]?.last.map { locals[$0] } }

    mutating func push(_ local: Local) {
        places[local.name, default: []].append(locals.count)
        locals.append(local)
    }

    /// Leaves macros, until so many variables are left.
    mutating func pop(to count: Int) {
        while locals.count > count { places[locals.removeLast().name]?.removeLast() }
    }
}
