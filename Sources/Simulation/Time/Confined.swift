/// A part of a world that changes.
// SAFETY: a world is made, run and read by one thread: see ``SeededExecutor``.
final class Confined<Value>: @unchecked Sendable {
    // One thread: nobody else can be in the middle of a change.
    @exclusivity(unchecked) var value: Value

    init(_ value: Value) { self.value = value }
}
