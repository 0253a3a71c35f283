/// Encodes into a part.
struct ValueEncoder: Encoder {
    let part: EncodedPart
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        part.becomeMap()
        return KeyedEncodingContainer(MapEncoding<Key>(part: part, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        part.becomeList()
        return ListEncoding(part: part, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleEncoding(part: part, codingPath: codingPath)
    }
}
