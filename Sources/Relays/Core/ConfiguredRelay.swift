/// A relay, and what it is to send.
package struct ConfiguredRelay: Sendable {
    package enum Start: Hashable, Sendable { case now, beginning }

    package let name: String
    package let relay: any AuditRelay
    package let filter: RelayFilter
    /// Where the first start begins.
    package let start: Start
    package let withPrivate: Bool

    package init(
        name: String,
        relay: any AuditRelay,
        filter: RelayFilter = RelayFilter(),
        start: Start = .now,
        withPrivate: Bool = false
    ) {
        self.name = name
        self.relay = relay
        self.filter = filter
        self.start = start
        self.withPrivate = withPrivate
    }

    var bounds: RelayBounds { type(of: relay).descriptor.bounds }
}
