package import CEL

/// What outlives the process: a value with a stored form, a map of named fields.
///
/// The stored spelling is apart from Swift's: renaming a property changes nothing on disk, and changing a stored name
/// is a migration.
package protocol Stored {
    var stored: Value { get }
    init(stored: Value) throws(StoredFormatError)
}

/// A stored value that this version cannot read. It means damage, or a database of a later version.
package struct StoredFormatError: Error, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// Reads the fields of a stored map.
package struct StoredFields {
    private let map: MapValue
    private let kind: String

    package init(_ value: Value, of kind: String) throws(StoredFormatError) {
        guard case .map(let map) = value else { throw StoredFormatError("\(kind): not a map") }
        self.map = map
        self.kind = kind
    }

    package func value(_ name: String) -> Value { map[name] ?? .null }

    package func text(_ name: String) throws(StoredFormatError) -> String {
        guard case .string(let text)? = map[name] else { throw wrong(name, "a text") }
        return text
    }

    package func integer(_ name: String) throws(StoredFormatError) -> Int64 {
        guard case .int(let number)? = map[name] else { throw wrong(name, "an integer") }
        return number
    }

    package func flag(_ name: String) throws(StoredFormatError) -> Bool {
        guard case .bool(let flag)? = map[name] else { throw wrong(name, "true or false") }
        return flag
    }

    package func instant(_ name: String) throws(StoredFormatError) -> Instant {
        Instant(nanosecondsSinceEpoch: try integer(name))
    }

    package func duration(_ name: String) throws(StoredFormatError) -> Duration {
        .nanoseconds(try integer(name))
    }

    package func list(_ name: String) throws(StoredFormatError) -> [Value] {
        guard case .list(let list)? = map[name] else { throw wrong(name, "a list") }
        return list
    }

    package func texts(_ name: String) throws(StoredFormatError) -> [String] {
        try list(name).map { (value) throws(StoredFormatError) in
            guard case .string(let text) = value else { throw wrong(name, "a list of texts") }
            return text
        }
    }

    package func optionalInstant(_ name: String) throws(StoredFormatError) -> Instant? {
        if case .null = value(name) { return nil }
        return try instant(name)
    }

    /// A field with a spelling of its own: an id, a state, a digest.
    package func parsed<Parsed>(_ name: String, _ parse: (String) -> Parsed?) throws(StoredFormatError) -> Parsed {
        guard let parsed = parse(try text(name)) else { throw wrong(name, "spelled as this version spells it") }
        return parsed
    }

    package func nested<Nested: Stored>(
        _ name: String,
        as type: Nested.Type = Nested.self
    ) throws(StoredFormatError) -> Nested {
        try Nested(stored: value(name))
    }

    package func wrong(_ name: String, _ expected: String) -> StoredFormatError {
        StoredFormatError("\(kind): '\(name)' is not \(expected)")
    }
}

extension Value {
    package init(_ instant: Instant) { self = .int(instant.nanosecondsSinceEpoch) }
    package init(_ duration: Duration) { self = .int(duration.nanoseconds) }
    package init(texts: [String]) { self = .list(texts.map(Value.string)) }
}
