/// Collects the entries of a map in order.
package struct MapBuilder {
    private var entries: [MapValue.Entry] = []
    private var keys: [MapKey] = []
    private var index: [MapKey: Int]?

    package init() {}

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

    package func finish() -> MapValue { MapValue(entries: entries, keys: keys, index: index) }

    private mutating func append(_ mapKey: MapKey, _ entry: MapValue.Entry) {
        entries.append(entry)
        keys.append(mapKey)
        if index != nil {
            index?[mapKey] = keys.count - 1
        } else if keys.count > LanguageLimits.scannedMapEntriesMax {
            index = Dictionary(uniqueKeysWithValues: keys.indices.map { (keys[$0], $0) })
        }
    }

    private func position(of key: MapKey) -> Int? {
        if let index { index[key] } else { keys.firstIndex(of: key) }
    }
}
