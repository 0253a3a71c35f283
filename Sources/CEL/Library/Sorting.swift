/// Puts values in order.
enum Sorting {
    /// What has an order. Numbers of different types compare, but are not sorted together.
    static let types: [CELType] = [.int, .uint, .double, .bool, .duration, .timestamp, .string, .bytes]

    private static let names = Set(types.compactMap(\.typeName))

    /// The places of the keys, the least first; those that are the same keep their order.
    static func places(of keys: [Value], _ function: String, _ frame: inout Frame) throws(Fault) -> [Int] {
        guard let first = keys.first?.typeName else { return [] }
        guard names.contains(first) else {
            throw Fault(.badArgument, "\(function) knows no order for a \(first)")
        }
        var bytesCount = keys.count * (first == .string || first == .bytes ? textBytes : 0)
        for key in keys {
            guard key.typeName == first else {
                throw Fault(.badArgument, "\(function) sorts values of one type, not a \(first) and a \(key.typeName)")
            }
            if case .double(let number) = key, number.isNaN {
                throw Fault(.badArgument, "\(function) of NaN, which has no place in an order")
            }
            bytesCount += key.shallowCost * LanguageLimits.bytesPerStep
        }
        try frame.pay(steps(count: keys.count, bytesCount: bytesCount))
        return keys.indices.sorted { left, right in
            switch Order.compare(keys[left], keys[right]) {
            case .less: true
            case .same: left < right
            case .greater, .unordered, nil: false
            }
        }
    }

    /// What comparing text takes, however short, as if it had so many bytes: measured.
    private static let textBytes = 48

    /// Steps for comparing each of so many things with as many others as halving takes; a comparison reads no more than
    /// the shorter of two texts.
    static func steps(count: Int, bytesCount: Int) -> Int {
        let rounds = Int.bitWidth - count.leadingZeroBitCount
        let (steps, overflow) = (count + bytesCount / LanguageLimits.bytesPerStep).multipliedReportingOverflow(
            by: rounds
        )
        return overflow ? .max : steps
    }
}
