/// Values to look for by the operator `==`: a number is found under any of its types, and NaN never.
///
/// What holds no other value is found by its hash; the rest is compared one by one, and paid for.
struct ValueSet {
    private enum Key: Hashable {
        case null
        case bool(Bool)
        case int(Int64)
        /// Only above `Int64.max`.
        case large(UInt64)
        case double(Double)
        /// A whole number as a double, which is how the two compare. Several may be one and the same.
        case nearest(Double)
        /// By its bytes: Swift's own hash of text takes two spellings of one character for the same.
        case text([UInt8])
        case bytes([UInt8])
        case timestamp(Timestamp)
        case duration(TimeSpan)
        case type(TypeName)

        /// Nil for what holds other values, and for what has no hash.
        init?(_ value: Value) {
            switch value {
            case .null: self = .null
            case .bool(let value): self = .bool(value)
            case .int(let value): self = .int(value)
            case .uint(let value): self = Int64(exactly: value).map(Self.int) ?? .large(value)
            case .double(let value): self = .double(value)
            case .string(let text): self = .text(Array(text.utf8))
            case .bytes(let value): self = .bytes(value)
            case .timestamp(let value): self = .timestamp(value)
            case .duration(let value): self = .duration(value)
            case .type(let value): self = .type(value)
            case .list, .map, .object, .optional, .opaque: return nil
            }
        }
    }

    private var scalars: Set<Key> = []
    private var others: [Value] = []

    init() {}

    init(_ values: [Value], _ frame: inout Frame) throws(Fault) {
        for value in values { try insert(value, &frame) }
    }

    mutating func insert(_ value: Value, _ frame: inout Frame) throws(Fault) {
        try frame.pay(Self.steps(value))
        guard let key = Key(value) else {
            others.append(value)
            return
        }
        // Nothing equals NaN, so that each would have a place of its own under one hash.
        if case .double(let number) = key, number.isNaN { return }
        scalars.insert(key)
        if let nearest = Self.nearest(value) { scalars.insert(.nearest(nearest)) }
    }

    func contains(_ value: Value, _ frame: inout Frame) throws(Fault) -> Bool {
        try frame.pay(Self.steps(value))
        guard let key = Key(value) else { return try isAmongOthers(value, &frame) }
        if scalars.contains(key) { return true }
        if case .double(let number) = key { return scalars.contains(.nearest(number)) }
        return Self.nearest(value).map { scalars.contains(.double($0)) } ?? false
    }

    /// Steps for one hash and what belongs to it, measured. Text is read for its hash and for comparing it.
    private static func steps(_ value: Value) -> Int { 8 + 2 * value.shallowCost }

    private static func nearest(_ value: Value) -> Double? {
        switch value {
        case .int(let value): Double(value)
        case .uint(let value): Double(value)
        case .null, .bool, .double, .string, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional,
            .opaque:
            nil
        }
    }

    private func isAmongOthers(_ value: Value, _ frame: inout Frame) throws(Fault) -> Bool {
        for other in others {
            try frame.pay(1)
            guard let same = frame.areEqual(value, other) else { throw .tooCostly }
            if same { return true }
        }
        return false
    }
}
