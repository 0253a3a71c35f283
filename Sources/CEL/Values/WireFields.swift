/// The fields of a protobuf message, as its bytes have them: numbers by their bits, everything else as bytes.
///
/// - Source: protobuf, "Encoding".
struct WireFields {
    private var numbers: [UInt64: UInt64] = [:]
    private var parts: [UInt64: [[UInt8]]] = [:]

    /// Nil where the bytes are no message.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let tag = Self.varint(&rest) else { return nil }
            switch tag & 7 {
            case 0:
                guard let number = Self.varint(&rest) else { return nil }
                numbers[tag >> 3] = number
            case 1, 5:
                guard let number = Self.fixed(&rest, count: tag & 7 == 1 ? 8 : 4) else { return nil }
                numbers[tag >> 3] = number
            case 2:
                guard let count = Self.varint(&rest), count <= UInt64(rest.count) else { return nil }
                parts[tag >> 3, default: []].append(Array(rest.prefix(Int(count))))
                rest = rest.dropFirst(Int(count))
            default: return nil
            }
        }
    }

    /// The last of this field, which is the one that counts.
    func number(_ field: UInt64) -> UInt64? { numbers[field] }
    func bytes(_ field: UInt64) -> [UInt8]? { parts[field]?.last }

    /// All of a repeated field.
    func all(_ field: UInt64) -> [[UInt8]] { parts[field] ?? [] }

    private static func varint(_ bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            result |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return result }
        }
        return nil
    }

    /// Little-endian.
    private static func fixed(_ bytes: inout ArraySlice<UInt8>, count: Int) -> UInt64? {
        guard bytes.count >= count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
