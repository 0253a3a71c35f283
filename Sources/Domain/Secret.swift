/// Text that cannot be printed, logged, dumped or interpolated.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    public init(_ text: String) { self.text = text }

    public var description: String { "<redacted>" }
    public var debugDescription: String { "<redacted>" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    /// The one door. Grep for it.
    public func reveal<Result>(_ use: (borrowing String) throws -> Result) rethrows -> Result { try use(text) }

    /// Whether `other` is the same, in a time that does not tell where they differ.
    public func matches(_ other: String) -> Bool {
        // Hashing first gives both sides one length, so that neither content nor length can be timed.
        let own = Digest(of: text.utf8).bytes
        let others = Digest(of: other.utf8).bytes
        return zip(own, others).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
