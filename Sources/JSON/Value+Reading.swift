public import CEL

extension Value {
    /// A document's value, read where it lies: an object is a map that keeps the document and builds only what is asked
    /// for. Nil for an absent element.
    public init?(reading element: JSONElement) {
        guard let index = element.index else { return nil }
        self = element.document.value(at: index)
    }
}

extension JSONDocument {
    /// What is at a place, as it was written.
    func value(at index: Int) -> Value {
        switch tape.kind(at: index) {
        case .object: .map(MapValue(JSONMap(self, index)))
        case .array: .list(list(at: index, of: .dyn))
        case .null, .bool, .int, .uint, .double, .string: tape.value(at: index)
        }
    }

    /// What is at a place, as what it is declared; as it was written, where it is something else.
    func value(at index: Int, as type: CELType) -> Value {
        switch (tape.kind(at: index), type) {
        case (.object, .object(let type)):
            guard let record = JSONRecord(JSONElement(self, index), as: type) else {
                preconditionFailure("its kind was asked for")
            }
            return .object(record)
        case (.array, .list(let element)): return .list(list(at: index, of: element))
        case (.int, .double): return .double(Double(Int64(bitPattern: tape.number(at: index))))
        case (.uint, .double): return .double(Double(tape.number(at: index)))
        case (.string, .timestamp):
            let text = tape.string(at: index)
            return Timestamp(text).map { .timestamp($0) } ?? .string(text)
        case (.string, .duration):
            let text = tape.string(at: index)
            return TimeSpan(text).map { .duration($0) } ?? .string(text)
        default: return value(at: index)
        }
    }

    private func list(at array: Int, of type: CELType) -> [Value] {
        var items: [Value] = []
        var index = array + 1
        let end = tape.end(of: array)
        while index < end {
            items.append(value(at: index, as: type))
            index = tape.after(index)
        }
        return items
    }
}
