/// What all macros that go through something have in common: what they go through, and where each element is kept.
struct Loop: Sendable {
    let source: any Node
    let locals: LoopLocals
    /// Steps of one round.
    let weight: Int
    let range: Range<Int>

    /// The elements of a list, or the entries of a map.
    enum Items {
        case list([Value])
        case entries([MapValue.Entry])

        var count: Int {
            switch self {
            case .list(let elements): elements.count
            case .entries(let entries): entries.count
            }
        }

        /// What one variable stands for.
        func element(_ index: Int) -> Value {
            switch self {
            case .list(let elements): elements[index]
            case .entries(let entries): entries[index].key
            }
        }

        /// The key of an entry, the index of an element.
        func key(_ index: Int) -> Value {
            switch self {
            case .list: .int(Int64(index))
            case .entries(let entries): entries[index].key
            }
        }

        func value(_ index: Int) -> Value {
            switch self {
            case .list(let elements): elements[index]
            case .entries(let entries): entries[index].value
            }
        }
    }

    func items(_ frame: inout Frame) throws(EvaluationError) -> Items {
        switch try source.value(&frame) {
        case .list(let elements): return .list(elements)
        case .map(let map):
            try frame.charge(map.count, source.range)
            return .entries(map.entries)
        case let other:
            let message = "this goes through a list or a map, not a \(other.typeName)"
            throw EvaluationError(.noSuchOverload, message, at: source.range)
        }
    }

    /// Begins a round: pays for it, and sets the variables.
    @inline(__always)
    func enter(_ index: Int, _ items: Items, _ frame: inout Frame) throws(EvaluationError) {
        try frame.charge(weight, range)
        switch locals {
        case .element(let local): frame.locals[local] = items.element(index)
        case .pair(let first, let second):
            frame.locals[first] = items.key(index)
            frame.locals[second] = items.value(index)
        }
    }
}
