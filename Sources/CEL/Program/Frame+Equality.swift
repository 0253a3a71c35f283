extension Frame {
    /// The operator `==`, charged for what it looks at; nil where the steps ran out.
    @inline(__always)
    mutating func areEqual(_ left: Value, _ right: Value) -> Bool? {
        guard spend(left.comparisonCost(right)) else { return nil }
        if let result = left.scalarEquals(right) { return result }
        return areContainersEqual(left, right)
    }

    private mutating func areContainersEqual(_ left: Value, _ right: Value) -> Bool? {
        switch (left, right) {
        case (.list(let left), .list(let right)): return areEqual(left, right)
        case (.map(let left), .map(let right)): return areEqual(left, right)
        case (.object(let left), .object(let right)): return areEqual(left, right)
        case (.optional(let left?), .optional(let right?)): return areEqual(left, right)
        case (.optional(nil), .optional(nil)): return true
        default: return false
        }
    }

    private mutating func areEqual(_ left: [Value], _ right: [Value]) -> Bool? {
        guard left.count == right.count else { return false }
        guard spend(left.count) else { return nil }
        for index in left.indices {
            guard let same = areEqual(left[index], right[index]) else { return nil }
            guard same else { return false }
        }
        return true
    }

    private mutating func areEqual(_ left: MapValue, _ right: MapValue) -> Bool? {
        guard left.count == right.count else { return false }
        guard spend(left.count) else { return nil }
        for entry in left.entries {
            guard spend(entry.key.shallowCost) else { return nil }
            guard let other = right[entry.key] else { return false }
            guard let same = areEqual(entry.value, other) else { return nil }
            guard same else { return false }
        }
        return true
    }

    private mutating func areEqual(_ left: any Object, _ right: any Object) -> Bool? {
        let type = left.objectType
        guard type == right.objectType else { return false }
        guard spend(type.fields.count) else { return nil }
        for index in type.fields.indices {
            switch (left.field(index), right.field(index)) {
            case (nil, nil): continue
            case (let first?, let second?):
                guard let same = areEqual(first, second) else { return nil }
                guard same else { return false }
            case (nil, _?), (_?, nil): return false
            }
        }
        return true
    }
}
