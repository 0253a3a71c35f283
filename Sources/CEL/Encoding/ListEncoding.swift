/// The elements of a list.
struct ListEncoding: UnkeyedEncodingContainer {
    let part: EncodedPart
    let codingPath: [any CodingKey]
    var count: Int { part.count }

    mutating func encodeNil() throws { part.appended().set(.null) }
    mutating func encode(_ value: Bool) throws { part.appended().set(.bool(value)) }
    mutating func encode(_ value: String) throws { part.appended().set(.string(value)) }
    mutating func encode(_ value: Double) throws { part.appended().set(.double(value)) }
    mutating func encode(_ value: Float) throws { part.appended().set(.double(Double(value))) }
    mutating func encode(_ value: Int) throws { try part.appended().encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int8) throws { try part.appended().encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int16) throws { try part.appended().encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int32) throws { try part.appended().encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int64) throws { try part.appended().encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int128) throws { try part.appended().encode(signed: value, at: codingPath) }
    mutating func encode(_ value: UInt) throws { try part.appended().encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt8) throws { try part.appended().encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt16) throws { try part.appended().encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt32) throws { try part.appended().encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt64) throws { try part.appended().encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt128) throws { try part.appended().encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: some Encodable) throws { try part.appended().encode(value, at: codingPath) }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        ValueEncoder(part: part.appended(), codingPath: codingPath).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        ValueEncoder(part: part.appended(), codingPath: codingPath).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { ValueEncoder(part: part.appended(), codingPath: codingPath) }
}
