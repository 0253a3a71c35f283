/// A part of what is being encoded. Containers fill it while they are handed out, so it is a class.
final class EncodedPart {
    private enum Form {
        case value(Value)
        case list
        case map
    }

    private var form = Form.value(.null)
    /// Of a list or a map; a list's have no keys.
    private var parts: [(key: String, part: EncodedPart)] = []

    /// A key that was encoded twice keeps its first place and its last value.
    var value: Value {
        switch form {
        case .value(let value): value
        case .list: .list(parts.map(\.part.value))
        case .map: .map(parts.map { ($0.key, $0.part.value) })
        }
    }

    var count: Int { parts.count }

    func set(_ value: Value) { form = .value(value) }
    func becomeList() { form = .list }
    func becomeMap() { form = .map }

    func appended() -> EncodedPart { member("") }

    func member(_ key: String) -> EncodedPart {
        let part = EncodedPart()
        parts.append((key, part))
        return part
    }

    func encode(_ value: some Encodable, at path: [any CodingKey]) throws {
        if let plain = try Value(plain: value, at: path) {
            set(plain)
        } else {
            try value.encode(to: ValueEncoder(part: self, codingPath: path))
        }
    }

    func encode(signed value: some SignedInteger & Encodable, at path: [any CodingKey]) throws {
        guard let int = Int64(exactly: value) else { throw Self.tooLarge(value, path) }
        set(.int(int))
    }

    func encode(unsigned value: some UnsignedInteger & Encodable, at path: [any CodingKey]) throws {
        guard let uint = UInt64(exactly: value) else { throw Self.tooLarge(value, path) }
        set(.uint(uint))
    }

    private static func tooLarge(_ value: any Encodable, _ path: [any CodingKey]) -> EncodingError {
        .invalidValue(value, .init(codingPath: path, debugDescription: "this number does not fit 64 bits"))
    }
}
