/// Which keys sign a log when: the first from its beginning, and each later one from the entry on that names it.
///
/// The first checkpoint after such an entry is signed by both keys, and from then on only the new one counts. So whoever has
/// stolen it cannot sign the time before, and whoever kept the old one cannot sign the time after.
struct KeyPeriods: Sendable {
    private let keys: [VerifierKey]
    /// Who has to sign the next checkpoint.
    private var current: Range<Int>

    init(_ keys: [VerifierKey]) {
        self.keys = keys
        current = 0..<min(1, keys.count)
    }

    /// - Returns: whether the entry names the key that is next.
    mutating func take(rotationTo name: AuditObject?) -> Bool {
        guard let name, name.kind == .key, current.upperBound < keys.count,
            keys[current.upperBound].description == name.name
        else { return false }
        current = current.lowerBound..<current.upperBound + 1
        return true
    }

    /// - Returns: whether exactly those signed it who had to.
    mutating func take(checkpointBy signers: [VerifierKey]) -> Bool {
        guard Set(signers) == Set(keys[current]) else { return false }
        current = current.upperBound - 1..<current.upperBound
        return true
    }
}
