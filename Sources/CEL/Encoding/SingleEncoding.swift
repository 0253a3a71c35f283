/// A value that is all there is.
struct SingleEncoding: SingleValueEncodingContainer {
    let part: EncodedPart
    let codingPath: [any CodingKey]

    mutating func encodeNil() throws { part.set(.null) }
    mutating func encode(_ value: Bool) throws { part.set(.bool(value)) }
    mutating func encode(_ value: String) throws { part.set(.string(value)) }
    mutating func encode(_ value: Double) throws { part.set(.double(value)) }
    mutating func encode(_ value: Float) throws { part.set(.double(Double(value))) }
    mutating func encode(_ value: Int) throws { try part.encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int8) throws { try part.encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int16) throws { try part.encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int32) throws { try part.encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int64) throws { try part.encode(signed: value, at: codingPath) }
    mutating func encode(_ value: Int128) throws { try part.encode(signed: value, at: codingPath) }
    mutating func encode(_ value: UInt) throws { try part.encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt8) throws { try part.encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt16) throws { try part.encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt32) throws { try part.encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt64) throws { try part.encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: UInt128) throws { try part.encode(unsigned: value, at: codingPath) }
    mutating func encode(_ value: some Encodable) throws { try part.encode(value, at: codingPath) }
}
