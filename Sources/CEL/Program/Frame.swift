/// What one evaluation reads and uses up.
struct Frame {
    let slots: [Value?]
    /// The variables of the macros that are running.
    var locals: [Value?]
    /// What the parts came to, where that is asked for.
    var trace: [Result<Value, EvaluationError>?] = []
    /// Steps left for what is shown: beside those of the evaluation, which shall fail only where it fails unshown.
    private var remainingToShow: Int
    /// Steps left.
    private var remaining: Int

    init(slots: [Value?], localsCount: Int, costLimit: Int) {
        self.slots = slots
        // An empty array allocates nothing.
        locals = localsCount == 0 ? [] : Array(repeating: nil, count: localsCount)
        remaining = costLimit
        remainingToShow = costLimit
    }

    /// Takes steps away; too many are an error, which nothing absorbs.
    @inline(__always)
    mutating func charge(_ steps: Int, _ range: Range<Int>) throws(EvaluationError) {
        guard spend(steps) else {
            throw EvaluationError(.costExceeded, "the evaluation takes more steps than it is allowed", at: range)
        }
    }

    /// The same for a function, whose failures do not know their place.
    @inline(__always)
    mutating func pay(_ steps: Int) throws(Fault) {
        guard spend(steps) else { throw .tooCostly }
    }

    @inline(__always)
    mutating func spend(_ steps: Int) -> Bool {
        // Compared before it is subtracted, so that no cost, however absurd, wraps around.
        guard steps <= remaining else {
            remaining = 0
            return false
        }
        remaining -= steps
        return true
    }

    /// Whether a value may still be shown, which takes walking it.
    mutating func show(_ value: Value) -> Bool {
        swap(&remaining, &remainingToShow)
        defer { swap(&remaining, &remainingToShow) }
        return spend(walking: value)
    }

    /// Takes the steps away that walking a whole value takes. A value is a tree that may share its branches, so it can be
    /// far larger than the memory it is in.
    mutating func spend(walking value: Value) -> Bool {
        switch value {
        case .list(let elements):
            guard spend(elements.count) else { return false }
            for element in elements where !spend(walking: element) { return false }
            return true
        case .map(let map):
            guard spend(map.count) else { return false }
            for entry in map.entries where !spend(walking: entry.value) { return false }
            return true
        case .optional(let content?): return spend(1) && spend(walking: content)
        case .string, .bytes: return spend(value.shallowCost)
        case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type, .object, .optional(nil), .opaque:
            return true
        }
    }
}
