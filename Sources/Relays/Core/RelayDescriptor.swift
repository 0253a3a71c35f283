/// What a kind of relay is called and may be told. The reference, `cordon check` and the environment go by it.
package struct RelayDescriptor: Sendable {
    /// What the configuration says after `kind:`.
    package let kind: String
    /// One line for the reference.
    package let summary: String
    package let settings: [RelaySetting]
    package let bounds: RelayBounds

    package init(kind: String, summary: String, settings: [RelaySetting], bounds: RelayBounds) {
        self.kind = kind
        self.summary = summary
        self.settings = settings
        self.bounds = bounds
    }
}

/// What the other side takes at once.
package struct RelayBounds: Hashable, Sendable {
    package let entriesMax: Int
    /// Of the entries as JSON, and of ``bytesPerEntry`` for each.
    package let bytesMax: Int
    /// What stands around each entry.
    package let bytesPerEntry: Int
    /// From the earliest entry to the latest; nil where it does not matter.
    package let spanMax: Duration?

    package init(entriesMax: Int, bytesMax: Int, bytesPerEntry: Int = 0, spanMax: Duration? = nil) {
        precondition(entriesMax > 0 && bytesMax > 0 && bytesPerEntry >= 0, "a batch has room for something")
        self.entriesMax = entriesMax
        self.bytesMax = bytesMax
        self.bytesPerEntry = bytesPerEntry
        self.spanMax = spanMax
    }
}
