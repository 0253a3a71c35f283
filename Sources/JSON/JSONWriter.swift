import CEL

/// Appends values to a text.
struct JSONWriter: ~Copyable {
    private var text: JSONBytes
    private let sortedKeys: Bool

    init(sortedKeys: Bool) {
        self.sortedKeys = sortedKeys
        // Most of what is written is shorter than that, and never moves.
        text = JSONBytes(capacity: 500)
    }

    var bytes: [UInt8] { text.array }

    mutating func write(_ value: Value) {
        switch value {
        case .null: append(text: "null")
        case .bool(let value): append(text: value ? "true" : "false")
        case .int(let value): append(digitsOf: value.magnitude, isNegative: value < 0)
        case .uint(let value): append(digitsOf: value)
        case .double(let value): append(text: value.isFinite ? value.description : "null")
        case .string(let value): write(text: value)
        case .bytes(let value): write(plain: Base64.text(of: value))
        case .list(let values): write(list: values)
        case .map(let map): write(map: map)
        case .timestamp(let value): write(plain: value.description)
        case .duration(let value): write(plain: value.description)
        case .type(let value): write(text: value.description)
        case .object(let object): write(members: Self.members(of: object))
        case .optional(let content): write(content ?? .null)
        case .opaque(let value): write(text: value.description)
        }
    }

    private mutating func write(list: [Value]) {
        append("[")
        for index in list.indices {
            if index > 0 { append(",") }
            write(list[index])
        }
        append("]")
    }

    /// Without a list of its members, where they are to be written as they lie.
    private mutating func write(map: MapValue) {
        let entries = map.entries
        guard !sortedKeys, entries.allSatisfy(\.hasTextKey) else { return write(members: Self.members(of: map)) }
        append("{")
        for index in entries.indices {
            if case .string(let key) = entries[index].key {
                write(member: key, entries[index].value, isFirst: index == 0)
            }
        }
        append("}")
    }

    private mutating func write(members: [(key: String, value: Value)]) {
        var members = members
        if sortedKeys { members.sort { UTF8Text.order($0.key, $1.key) == .less } }
        append("{")
        for index in members.indices {
            write(member: members[index].key, members[index].value, isFirst: index == 0)
        }
        append("}")
    }

    private mutating func write(member key: String, _ value: Value, isFirst: Bool) {
        if !isFirst { append(",") }
        write(text: key)
        append(":")
        write(value)
    }

    /// A text of which every character stands for itself.
    private mutating func write(plain text: String) {
        append("\"")
        append(text: text)
        append("\"")
    }

    private mutating func write(text: String) {
        var text = text
        text.withUTF8 { utf8 in
            append("\"")
            var index = self.text.append(plainOf: utf8, from: 0)
            while index < utf8.count {
                append(textByte: utf8[index], after: (index > 1 ? utf8[index - 2] : 0, index > 0 ? utf8[index - 1] : 0))
                index = self.text.append(plainOf: utf8, from: index + 1)
            }
            append("\"")
        }
    }

    /// Escapes C0, DEL, and what takes two or three bytes: C1, and what is not seen or turns the text around it.
    private mutating func append(textByte byte: UInt8, after previous: (UInt8, UInt8)) {
        switch byte {
        case UInt8(ascii: "\""): append(text: "\\\"")
        case UInt8(ascii: "\\"): append(text: "\\\\")
        case 0x08: append(text: "\\b")
        case 0x09: append(text: "\\t")
        case 0x0A: append(text: "\\n")
        case 0x0C: append(text: "\\f")
        case 0x0D: append(text: "\\r")
        case 0..<0x20, 0x7F: append(escape: UInt16(byte))
        case 0x80...0xBF:
            guard let (unit, length) = Self.unseen(byte, after: previous) else { return text.append(byte) }
            text.removeLast(length)
            append(escape: unit)
        default: text.append(byte)
        }
    }

    /// The character that ends with this byte, and how many bytes of it stand there already, if people would not see it.
    private static func unseen(_ byte: UInt8, after previous: (UInt8, UInt8)) -> (unit: UInt16, length: Int)? {
        let low = UInt16(byte & 0x3F)
        return switch (previous.0, previous.1, byte) {
        case (_, 0xC2, 0x80...0x9F): (UInt16(byte), 1)
        case (_, 0xD8, 0x9C): (0x061C, 1)
        case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xA8...0xAE): (0x2000 | low, 2)
        case (0xE2, 0x81, 0xA0...0xAF): (0x2040 | low, 2)
        case (0xEF, 0xBB, 0xBF): (0xFEFF, 2)
        default: nil
        }
    }

    private mutating func append(escape unit: UInt16) {
        let hex = String(unit, radix: 16)
        append(text: "\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
    }

    private mutating func append(digitsOf number: UInt64, isNegative: Bool = false) {
        if isNegative { append("-") }
        // 20 digits at most, from the last.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var (rest, first) = (number, 20)
            repeat {
                first -= 1
                digits[first] = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
            } while rest > 0
            text.append(UnsafeBufferPointer(rebasing: digits[first...]))
        }
    }

    private mutating func append(_ mark: Unicode.Scalar) { text.append(UInt8(ascii: mark)) }

    private mutating func append(text: String) {
        var text = text
        text.withUTF8 { self.text.append($0) }
    }
}

extension JSONWriter {
    private static func members(of map: MapValue) -> [(key: String, value: Value)] {
        var hasOtherKeys = false
        let members = map.entries.map { entry in
            if case .string(let key) = entry.key { return (key: key, value: entry.value) }
            hasOtherKeys = true
            return (key: entry.key.keyText, value: entry.value)
        }
        guard hasOtherKeys else { return members }
        var seen: Set<[UInt8]> = []
        return members.filter { seen.insert(Array($0.key.utf8)).inserted }
    }

    private static func members(of object: any Object) -> [(key: String, value: Value)] {
        object.objectType.fields.enumerated().compactMap { index, field in
            object.field(index).map { (key: field.name, value: $0) }
        }
    }
}

extension MapValue.Entry {
    fileprivate var hasTextKey: Bool {
        if case .string = key { true } else { false }
    }
}

extension Value {
    /// A key that is not text, as text: without the `u` of an unsigned number.
    fileprivate var keyText: String {
        if case .uint(let number) = self { number.description } else { description }
    }
}
