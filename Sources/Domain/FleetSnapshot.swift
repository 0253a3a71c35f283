/// How many devices there are, as the registry counted them.
public struct FleetSnapshot: Hashable, Sendable {
    public let size: Int
    public let sites: [String: Int]
    public let groups: [String: Int]

    public init(size: Int, sites: [String: Int], groups: [String: Int]) {
        self.size = size
        self.sites = sites
        self.groups = groups
    }

    /// Counted over a list of devices, each once.
    public init(_ devices: some Sequence<Device>) {
        var size = 0
        var sites: [String: Int] = [:]
        var groups: [String: Int] = [:]
        for device in devices {
            size += 1
            if !device.site.isEmpty { sites[device.site, default: 0] += 1 }
            for group in Set(device.groups) { groups[group, default: 0] += 1 }
        }
        self.init(size: size, sites: sites, groups: groups)
    }
}
