package import CEL

/// A value in a stored form that keeps its type: times and spans of time would be texts and numbers otherwise.
///
/// Plain data is stored as it is. What is not is a map with one key that begins with `$`; a map of which a key begins
/// so is stored as its pairs.
package enum TypedValue {
    package static func stored(_ value: Value) -> Value {
        switch value {
        case .null, .bool, .int, .double, .string, .type, .object, .optional, .opaque: return value
        case .uint(let number): return ["$uint": .string("\(number)")]
        case .timestamp(let time): return ["$time": .list([.int(time.seconds), .int(Int64(time.nanoseconds))])]
        case .duration(let span): return ["$span": .int(span.nanoseconds)]
        case .bytes(let bytes): return ["$bytes": .list(bytes.map { .int(Int64($0)) })]
        case .list(let elements): return .list(elements.map(stored))
        case .map(let map):
            let entries = map.entries
            let isPlain = entries.allSatisfy { entry in
                if case .string(let key) = entry.key { !key.hasPrefix("$") } else { false }
            }
            guard isPlain else {
                return ["$map": .list(entries.map { .list([stored($0.key), stored($0.value)]) })]
            }
            return MapValue(entries: entries.map { (key: $0.key, value: stored($0.value)) }).map { .map($0) } ?? value
        }
    }

    /// The value, or the stored form as it is where it has no meaning.
    package static func value(_ stored: Value) -> Value {
        switch stored {
        case .list(let elements): return .list(elements.map(value))
        case .map(let map):
            if let entry = map.entries.first, map.entries.count == 1, case .string(let mark) = entry.key,
                let marked = marked(mark, entry.value)
            {
                return marked
            }
            return MapValue(entries: map.entries.map { (key: $0.key, value: value($0.value)) }).map { .map($0) }
                ?? stored
        case .null, .bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration, .type, .object, .optional,
            .opaque:
            return stored
        }
    }

    private static func marked(_ mark: String, _ content: Value) -> Value? {
        switch (mark, content) {
        case ("$uint", .string(let text)): return UInt64(text).map { .uint($0) }
        case ("$span", .int(let nanoseconds)): return .duration(TimeSpan(nanoseconds: nanoseconds))
        case ("$time", .list(let parts)):
            guard case .int(let seconds)? = parts.first, case .int(let rest)? = parts.last,
                (0..<1_000_000_000).contains(rest)
            else { return Optional.none }
            return Timestamp(seconds: seconds, nanoseconds: Int32(rest)).map { .timestamp($0) }
        case ("$bytes", .list(let parts)):
            return .bytes(
                parts.compactMap { part in if case .int(let byte) = part { UInt8(exactly: byte) } else { nil } }
            )
        case ("$map", .list(let pairs)):
            let entries = pairs.compactMap { pair -> (key: Value, value: Value)? in
                guard case .list(let parts) = pair, parts.count == 2 else { return nil }
                return (key: value(parts[0]), value: value(parts[1]))
            }
            return MapValue(entries: entries).map { .map($0) }
        default: return Optional.none
        }
    }
}
