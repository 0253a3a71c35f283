/// A part of a world that changes.
// SAFETY: a world is made, run and read by one thread: see ``SeededExecutor``.
final class Confined<Value>: @unchecked Sendable {
    var value: Value

    init(_ value: Value) { self.value = value }
}
