/// A map as a value: keys are bool, int, uint or string, in the order in which they were inserted.
///
/// Numeric keys are one space: an entry put in under `1` is found under `1u` and `1.0`.
public struct MapValue: Sendable {
    /// One entry, with the key as it was written.
    public struct Entry: Sendable {
        public let key: Value
        public let value: Value

        public init(key: Value, value: Value) {
            self.key = key
            self.value = value
        }
    }

    private final class Storage: Sendable {
        let entries: [Entry]
        /// Absent for a small map, where a scan is faster than a table.
        let index: [MapKey: Int]?
        /// Where the values are, if they were not built.
        let source: (any MapSource)?

        init(entries: [Entry], index: [MapKey: Int]?, source: (any MapSource)? = nil) {
            self.entries = entries
            self.index = index
            self.source = source
        }
    }

    private let storage: Storage

    /// A map that is read where it lies.
    public init(_ source: some MapSource) {
        storage = Storage(entries: [], index: nil, source: source)
    }

    /// Text keys. A key that repeats keeps its first place and its last value.
    public init(_ entries: some Sequence<(String, Value)>) {
        let entries = Array(entries)
        guard entries.count > LanguageLimits.scannedMapEntriesMax || Self.hasRepeats(entries) else {
            self.init(entries: entries.map { Entry(key: .string($0), value: $1) }, index: nil)
            return
        }
        var builder = MapBuilder(capacity: entries.count)
        for (key, value) in entries { builder.set(MapKey.string(key), key: .string(key), value: value) }
        self = builder.finish()
    }

    private static func hasRepeats(_ entries: [(String, Value)]) -> Bool {
        // A bit for each length and first byte: most keys have one of their own, and need not be held against others.
        var seen: UInt64 = 0
        for index in entries.indices {
            let key = entries[index].0.utf8
            let bit: UInt64 = 1 << UInt64((key.count &* 7 &+ Int(key.first ?? 0)) & 63)
            if seen & bit != 0, entries[..<index].contains(where: { UTF8Text.areEqual($0.0, entries[index].0) }) {
                return true
            }
            seen |= bit
        }
        return false
    }

    /// Any keys, or nil where one is not a bool, an int, a uint or a string, or where one repeats.
    public init?(entries: some Sequence<(key: Value, value: Value)>) {
        var builder = MapBuilder(capacity: entries.underestimatedCount)
        for (key, value) in entries {
            guard let mapKey = MapKey(storable: key), builder.insert(mapKey, key: key, value: value) else { return nil }
        }
        self = builder.finish()
    }

    package init(entries: [Entry], index: [MapKey: Int]?) {
        storage = Storage(entries: entries, index: index)
    }

    public var entries: [Entry] { storage.source?.entries ?? storage.entries }
    public var count: Int { storage.source?.count ?? storage.entries.count }
    public var isEmpty: Bool { count == 0 }

    /// The value under a key, or nil where there is none.
    public subscript(key: Value) -> Value? {
        MapKey(lookingUp: key).flatMap { self[$0] }
    }

    /// The value under a text key, without making a value of it.
    public subscript(key: String) -> Value? {
        if let source = storage.source { return source.value(key) }
        if storage.index != nil { return self[MapKey.string(key)] }
        let count = key.utf8.count
        for index in storage.entries.indices where storage.entries[index].isUnder(key, ofBytes: count) {
            return storage.entries[index].value
        }
        return nil
    }

    package subscript(key: MapKey) -> Value? {
        guard let source = storage.source else { return position(of: key).map { storage.entries[$0].value } }
        return if case .string(let text) = key { source.value(text) } else { Optional.none }
    }

    package func contains(_ key: MapKey) -> Bool {
        storage.source == nil ? position(of: key) != nil : self[key] != nil
    }

    /// Asks about the text under a key, without making a value of it. Nil where there is none, or no way to ask.
    func test(_ key: String, _ test: borrowing TextTest) -> Bool? { storage.source?.test(key, test) }

    private func position(of key: MapKey) -> Int? {
        if let index = storage.index { index[key] } else { storage.entries.firstIndex { $0.isUnder(key) } }
    }
}

extension MapValue.Entry {
    func isUnder(_ key: MapKey) -> Bool { MapKey(storable: self.key) == key }

    /// Whether that text is its key. Nearly all others are told by their length.
    fileprivate func isUnder(_ text: String, ofBytes count: Int) -> Bool {
        guard case .string(let key) = key, key.utf8.count == count else { return false }
        return UTF8Text.areEqual(key, text)
    }
}

extension MapValue: Hashable {
    public static func == (lhs: Self, rhs: Self) -> Bool {
        guard lhs.storage !== rhs.storage else { return true }
        guard lhs.count == rhs.count else { return false }
        return lhs.entries.allSatisfy { rhs[$0.key] == $0.value }
    }

    /// The order of entries does not count, so neither do the values' hashes: keys suffice.
    public func hash(into hasher: inout Hasher) { hasher.combine(Set(entries.map(\.key))) }
}
