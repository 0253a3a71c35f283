package import CEL

extension FleetSnapshot: Stored {
    package var stored: Value {
        ["size": .int(Int64(size)), "sites": Self.stored(sites), "groups": Self.stored(groups)]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "fleet")
        self.init(
            size: Int(try fields.integer("size")),
            sites: try Self.counts("sites", fields),
            groups: try Self.counts("groups", fields)
        )
    }

    private static func stored(_ counts: [String: Int]) -> Value {
        .map(counts.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) })
    }

    private static func counts(_ name: String, _ fields: StoredFields) throws(StoredFormatError) -> [String: Int] {
        guard case .map(let map) = fields.value(name) else { throw fields.wrong(name, "a map") }
        var counts: [String: Int] = [:]
        for entry in map.entries {
            guard case .string(let key) = entry.key, case .int(let count) = entry.value else {
                throw fields.wrong(name, "numbers by name")
            }
            counts[key] = Int(count)
        }
        return counts
    }
}
