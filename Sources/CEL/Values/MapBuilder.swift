/// Collects the entries of a map in order.
package struct MapBuilder {
    private var entries: [MapValue.Entry] = []
    private var index: [MapKey: Int]?

    /// `capacity`: how many entries there will be, as far as it is known; the map takes no more room than that.
    package init(capacity: Int = 0) { entries.reserveCapacity(capacity) }

    /// False where the key is there already; nothing changes then.
    package mutating func insert(_ mapKey: MapKey, key: Value, value: Value) -> Bool {
        guard position(of: mapKey) == nil else { return false }
        append(mapKey, MapValue.Entry(key: key, value: value))
        return true
    }

    /// Replaces the value where the key is there already.
    package mutating func set(_ mapKey: MapKey, key: Value, value: Value) {
        let entry = MapValue.Entry(key: key, value: value)
        if let position = position(of: mapKey) { entries[position] = entry } else { append(mapKey, entry) }
    }

    package func finish() -> MapValue { MapValue(entries: entries, index: index) }

    /// A key that is known not to be there.
    package mutating func add(_ key: String, _ value: Value) {
        append(.string(key), MapValue.Entry(key: .string(key), value: value))
    }

    private mutating func append(_ mapKey: MapKey, _ entry: MapValue.Entry) {
        entries.append(entry)
        if index != nil {
            index?[mapKey] = entries.count - 1
        } else if entries.count > LanguageLimits.scannedMapEntriesMax {
            let keys = entries.lazy.compactMap { MapKey(storable: $0.key) }
            index = Dictionary(uniqueKeysWithValues: zip(keys, entries.indices))
        }
    }

    private func position(of key: MapKey) -> Int? {
        if let index { index[key] } else { entries.firstIndex { $0.isUnder(key) } }
    }
}
