extension Overload {
    /// A function of one plain Swift value; its signature follows from the Swift types.
    public static func of<A: Representable, R: Representable>(
        _ style: Style = .global,
        _ call: @escaping @Sendable (A) throws(Fault) -> R
    ) -> Overload {
        Overload(
            style,
            [A.celType],
            R.celType,
            .unary { value throws(Fault) in
                guard let a = A(celValue: value) else { return nil }
                return try call(a).celValue
            }
        )
    }

    /// A function of two plain Swift values.
    public static func of<A: Representable, B: Representable, R: Representable>(
        _ style: Style = .global,
        _ call: @escaping @Sendable (A, B) throws(Fault) -> R
    ) -> Overload {
        Overload(
            style,
            [A.celType, B.celType],
            R.celType,
            .binary { first, second throws(Fault) in
                guard let a = A(celValue: first), let b = B(celValue: second) else { return nil }
                return try call(a, b).celValue
            }
        )
    }

    /// A function of three plain Swift values.
    public static func of<A: Representable, B: Representable, C: Representable, R: Representable>(
        _ style: Style = .global,
        _ call: @escaping @Sendable (A, B, C) throws(Fault) -> R
    ) -> Overload {
        Overload(style, [A.celType, B.celType, C.celType], R.celType) { values throws(Fault) in
            guard let a = A(celValue: values[0]), let b = B(celValue: values[1]), let c = C(celValue: values[2]) else {
                return nil
            }
            return try call(a, b, c).celValue
        }
    }

    /// The same with a price, for what takes longer than reading its arguments once: steps, of about 10 ns each, which are
    /// taken away before the call. Without it a call costs a step, and one for each 16 bytes or elements of its arguments.
    public func costing(_ cost: @escaping @Sendable ([Value]) -> Int) -> Overload {
        var copy = self
        copy.cost = cost
        return copy
    }
}
