public import CEL

extension Value {
    /// A document's value, built whole. Nil for an absent element.
    public init?(_ element: JSONElement) {
        guard let index = element.index else { return nil }
        self = element.document.tape.value(at: index)
    }
}

extension JSONTape {
    func kind(at index: Int) -> JSONKind {
        switch type(at: index) {
        case UInt8(ascii: "n"): .null
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        case UInt8(ascii: "l"): .int
        case UInt8(ascii: "u"): .uint
        case UInt8(ascii: "d"): .double
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "{"): .object
        default: preconditionFailure("a tape is not as simdjson documents it")
        }
    }

    func value(at index: Int) -> Value {
        switch kind(at: index) {
        case .null: .null
        case .bool: .bool(type(at: index) == UInt8(ascii: "t"))
        case .int: .int(Int64(bitPattern: number(at: index)))
        case .uint: .uint(number(at: index))
        case .double: .double(Double(bitPattern: number(at: index)))
        case .string: .string(string(at: index))
        case .array: .list(list(at: index))
        case .object: .map(map(at: index))
        }
    }

    private func list(at array: Int) -> [Value] {
        var items: [Value] = []
        var index = array + 1
        let end = end(of: array)
        while index < end {
            items.append(value(at: index))
            index = after(index)
        }
        return items
    }

    private func map(at object: Int) -> MapValue {
        var builder = MapBuilder(capacity: count(of: object))
        var index = object + 1
        let end = end(of: object)
        while index < end {
            // The parser refuses keys that repeat.
            builder.add(string(at: index), value(at: index + 1))
            index = after(index + 1)
        }
        return builder.finish()
    }
}
