import Conditions
import CountedMalloc

/// Prints how many allocations an evaluation makes, as JSON: the median of many, so that what the runtime does now and
/// then does not count.
@main
enum Allocations {
    static func main() {
        let conditions = [
            ("cel-true", Condition.typed(Condition.matching)), ("cel-false", Condition.typed(Condition.other)),
            ("cel-open", Condition.open(Condition.matching)),
        ]
        let counts = conditions.map { name, condition in "\"\(name)\": \(allocations(of: condition))" }
        print("{\(counts.joined(separator: ", "))}")
    }

    private static func allocations(of condition: Condition) -> UInt64 {
        var counts = [UInt64](repeating: 0, count: 1001)
        for index in counts.indices {
            let before = counted_malloc_allocations()
            let result = condition.isTrue()
            counts[index] = counted_malloc_allocations() - before
            precondition(result != nil, "the condition has a value")
        }
        return counts.sorted()[counts.count / 2]
    }
}
