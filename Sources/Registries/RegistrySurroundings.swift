package import Domain

/// What a registry takes from the world besides its files: the time, and randomness.
package struct RegistrySurroundings: Sendable {
    package let now: @Sendable () -> Instant
    /// As many bytes as are asked for, which nobody can guess: keys and serial numbers are made of them.
    package let randomBytes: @Sendable (Int) -> [UInt8]

    package init(now: @escaping @Sendable () -> Instant, randomBytes: @escaping @Sendable (Int) -> [UInt8]) {
        self.now = now
        self.randomBytes = randomBytes
    }
}
