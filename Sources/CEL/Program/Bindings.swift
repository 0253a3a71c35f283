/// The values of an environment's variables for one evaluation.
public struct Bindings: Sendable {
    package let layout: Environment.Layout
    package private(set) var values: [Value?]

    public init(_ environment: Environment) {
        layout = environment.layout
        values = Array(repeating: nil, count: layout.variables.count)
    }

    /// By name: a look-up each time.
    /// - Precondition: the environment declares the variable, and an object has the type declared.
    public subscript(name: String) -> Value? {
        get { self[slot: slot(name)] }
        set { self[slot: slot(name)] = newValue }
    }

    /// By place: the fast path.
    /// - Precondition: an object has the type declared; its fields' indices were compiled in.
    public subscript(slot slot: Slot) -> Value? {
        get { values[slot.index] }
        set {
            if let type = layout.objectTypes[slot.index], case .object(let object)? = newValue {
                precondition(object.objectType == type, "an object is bound to a variable of another type")
            }
            values[slot.index] = newValue
        }
    }

    private func slot(_ name: String) -> Slot {
        guard let index = layout.slots[name] else { preconditionFailure("no variable '\(name)' is declared") }
        return Slot(index: index)
    }
}
