import CEL

/// Appends values to a text.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private let sortedKeys: Bool

    init(sortedKeys: Bool) { self.sortedKeys = sortedKeys }

    mutating func write(_ value: Value) {
        switch value {
        case .null: append("null")
        case .bool(let value): append(value ? "true" : "false")
        case .int(let value): append(value.description)
        case .uint(let value): append(value.description)
        case .double(let value): append(value.isFinite ? value.description : "null")
        case .string(let value): write(text: value)
        case .bytes(let value): append("\"\(Base64.text(of: value))\"")
        case .list(let values): write(list: values)
        case .map(let map): write(map: map)
        case .timestamp(let value): append("\"\(value)\"")
        case .duration(let value): append("\"\(value)\"")
        case .type(let value): write(text: value.description)
        case .object(let object): write(members: Self.members(of: object))
        case .optional(let content): write(content ?? .null)
        case .opaque(let value): write(text: value.description)
        }
    }

    private mutating func write(list: [Value]) {
        append("[")
        for (index, value) in list.enumerated() {
            if index > 0 { append(",") }
            write(value)
        }
        append("]")
    }

    /// Without a list of its members, where they are to be written as they lie.
    private mutating func write(map: MapValue) {
        let entries = map.entries
        guard !sortedKeys, entries.allSatisfy(\.hasTextKey) else { return write(members: Self.members(of: map)) }
        append("{")
        for (index, entry) in entries.enumerated() {
            if case .string(let key) = entry.key { write(member: key, entry.value, isFirst: index == 0) }
        }
        append("}")
    }

    private mutating func write(members: [(key: String, value: Value)]) {
        var members = members
        if sortedKeys { members.sort { UTF8Text.order($0.key, $1.key) == .less } }
        append("{")
        for (index, member) in members.enumerated() {
            write(member: member.key, member.value, isFirst: index == 0)
        }
        append("}")
    }

    private mutating func write(member key: String, _ value: Value, isFirst: Bool) {
        if !isFirst { append(",") }
        write(text: key)
        append(":")
        write(value)
    }

    private mutating func write(text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { text in
            // Nearly all text: nothing in it has to be looked at twice.
            let plain = text.firstIndex { !Self.isPlain($0) } ?? text.endIndex
            bytes.append(contentsOf: text[..<plain])
            var previous: (UInt8, UInt8) = (0, 0)
            for byte in text[plain...] {
                append(textByte: byte, after: previous)
                previous = (previous.1, byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether it is ASCII that stands for itself.
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    /// Escapes C0, DEL, and what takes two or three bytes: C1, and what is not seen or turns the text around it.
    private mutating func append(textByte byte: UInt8, after previous: (UInt8, UInt8)) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        case 0..<0x20, 0x7F: append(escape: UInt16(byte))
        case 0x80...0xBF:
            guard let (unit, length) = Self.unseen(byte, after: previous) else { return bytes.append(byte) }
            bytes.removeLast(length)
            append(escape: unit)
        default: bytes.append(byte)
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
        append("\\u" + String(repeating: "0", count: 4 - hex.count) + hex)
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
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
