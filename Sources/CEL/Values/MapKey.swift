/// A key in the form in which keys are compared: every integral number is one and the same key, whatever its type.
package enum MapKey: Sendable, Hashable {
    case bool(Bool)
    case int(Int64)
    /// Only above `Int64.max`.
    case large(UInt64)
    case string(String)

    /// What a map may be built with.
    package init?(storable value: Value) {
        switch value {
        case .bool(let value): self = .bool(value)
        case .int(let value): self = .int(value)
        case .uint(let value): self = Self.number(value)
        case .string(let value): self = .string(value)
        case .null, .double, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional, .opaque: return nil
        }
    }

    /// What a map may be asked for: also a double that is a whole number.
    package init?(lookingUp value: Value) {
        guard case .double(let double) = value else {
            self.init(storable: value)
            return
        }
        if let int = Int64(exactly: double) {
            self = .int(int)
        } else if let uint = UInt64(exactly: double) {
            self = .large(uint)
        } else {
            return nil
        }
    }

    private static func number(_ value: UInt64) -> MapKey {
        Int64(exactly: value).map(MapKey.int) ?? .large(value)
    }

    package func hash(into hasher: inout Hasher) {
        switch self {
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .large(let value): hasher.combine(value)
        case .string(let value): UTF8Text.hash(value, into: &hasher)
        }
    }

    package static func == (lhs: Self, rhs: Self) -> Bool {
        switch (lhs, rhs) {
        case (.bool(let lhs), .bool(let rhs)): lhs == rhs
        case (.int(let lhs), .int(let rhs)): lhs == rhs
        case (.large(let lhs), .large(let rhs)): lhs == rhs
        case (.string(let lhs), .string(let rhs)): UTF8Text.areEqual(lhs, rhs)
        case (.bool, _), (.int, _), (.large, _), (.string, _): false
        }
    }
}
