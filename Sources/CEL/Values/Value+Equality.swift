extension Value: Hashable {
    public static func == (lhs: Self, rhs: Self) -> Bool {
        if case .double(let left) = lhs, case .double(let right) = rhs, left.isNaN, right.isNaN { return true }
        return lhs.scalarEquals(rhs) ?? lhs.containerEquals(rhs)
    }

    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        // As the nearest double, which is how numbers of different types compare.
        case .int(let value): hasher.combine(Double(value))
        case .uint(let value): hasher.combine(Double(value))
        case .double(let value): hasher.combine(value.isNaN ? .nan : value)
        case .string(let value): UTF8Text.hash(value, into: &hasher)
        case .bytes(let value): hasher.combine(value)
        case .list(let value): hasher.combine(value)
        case .map(let value): hasher.combine(value)
        case .timestamp(let value): hasher.combine(value)
        case .duration(let value): hasher.combine(value)
        case .type(let value): hasher.combine(value)
        case .object(let value): hasher.combine(value.objectType)
        case .optional(let value): hasher.combine(value)
        case .opaque(let value): hasher.combine(value.typeName)
        }
    }

    private func containerEquals(_ other: Value) -> Bool {
        switch (self, other) {
        case (.list(let left), .list(let right)): left == right
        case (.map(let left), .map(let right)): left == right
        case (.object(let left), .object(let right)):
            left.objectType == right.objectType
                && left.objectType.fields.indices.allSatisfy { left.field($0) == right.field($0) }
        case (.optional(let left), .optional(let right)): left == right
        default: false
        }
    }
}

extension Value {
    /// The operator `==` for everything that holds no other values; nil for what does.
    /// Numbers compare by what they are worth; other values of different types are unequal.
    package func scalarEquals(_ other: Value) -> Bool? {
        switch (self, other) {
        case (.string(let left), .string(let right)): UTF8Text.areEqual(left, right)
        case (.int(let left), .int(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.double(let left), .double(let right)): left == right
        case (.uint(let left), .uint(let right)): left == right
        case (.null, .null): true
        case (.bytes(let left), .bytes(let right)): left == right
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.type(let left), .type(let right)): left == right
        case (.opaque(let left), .opaque(let right)): left.equals(right)
        case (.list, .list), (.map, .map), (.object, .object), (.optional, .optional): nil
        default: Order.compareNumbers(self, other) == .same
        }
    }
}
