/// The members of a map.
struct MapEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let part: EncodedPart
    let codingPath: [any CodingKey]

    mutating func encodeNil(forKey key: Key) throws { part.member(key.stringValue).set(.null) }
    mutating func encode(_ value: Bool, forKey key: Key) throws { part.member(key.stringValue).set(.bool(value)) }
    mutating func encode(_ value: String, forKey key: Key) throws { part.member(key.stringValue).set(.string(value)) }
    mutating func encode(_ value: Double, forKey key: Key) throws { part.member(key.stringValue).set(.double(value)) }
    mutating func encode(_ value: Float, forKey key: Key) throws {
        part.member(key.stringValue).set(.double(Double(value)))
    }
    mutating func encode(_ value: Int, forKey key: Key) throws {
        try part.member(key.stringValue).encode(signed: value, at: codingPath + [key])
    }
    mutating func encode(_ value: Int8, forKey key: Key) throws {
        try part.member(key.stringValue).encode(signed: value, at: codingPath + [key])
    }
    mutating func encode(_ value: Int16, forKey key: Key) throws {
        try part.member(key.stringValue).encode(signed: value, at: codingPath + [key])
    }
    mutating func encode(_ value: Int32, forKey key: Key) throws {
        try part.member(key.stringValue).encode(signed: value, at: codingPath + [key])
    }
    mutating func encode(_ value: Int64, forKey key: Key) throws {
        try part.member(key.stringValue).encode(signed: value, at: codingPath + [key])
    }
    mutating func encode(_ value: Int128, forKey key: Key) throws {
        try part.member(key.stringValue).encode(signed: value, at: codingPath + [key])
    }
    mutating func encode(_ value: UInt, forKey key: Key) throws {
        try part.member(key.stringValue).encode(unsigned: value, at: codingPath + [key])
    }
    mutating func encode(_ value: UInt8, forKey key: Key) throws {
        try part.member(key.stringValue).encode(unsigned: value, at: codingPath + [key])
    }
    mutating func encode(_ value: UInt16, forKey key: Key) throws {
        try part.member(key.stringValue).encode(unsigned: value, at: codingPath + [key])
    }
    mutating func encode(_ value: UInt32, forKey key: Key) throws {
        try part.member(key.stringValue).encode(unsigned: value, at: codingPath + [key])
    }
    mutating func encode(_ value: UInt64, forKey key: Key) throws {
        try part.member(key.stringValue).encode(unsigned: value, at: codingPath + [key])
    }
    mutating func encode(_ value: UInt128, forKey key: Key) throws {
        try part.member(key.stringValue).encode(unsigned: value, at: codingPath + [key])
    }
    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        try part.member(key.stringValue).encode(value, at: codingPath + [key])
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        nested(key.stringValue, key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        nested(key.stringValue, key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { ValueEncoder(part: part.member("super"), codingPath: codingPath) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { nested(key.stringValue, key) }

    private func nested(_ name: String, _ key: Key) -> ValueEncoder {
        ValueEncoder(part: part.member(name), codingPath: codingPath + [key])
    }
}
