/// The place of a variable in an environment, for setting it without a look-up.
public struct Slot: Sendable, Hashable {
    package let index: Int
}
