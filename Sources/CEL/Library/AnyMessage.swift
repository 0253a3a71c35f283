/// What a `google.protobuf.Any` holds, where that is one of the well-known types.
///
/// - Source: protobuf, "Encoding".
enum AnyMessage {
    /// The type's address is such as `type.googleapis.com/google.protobuf.Int32Value`.
    static func value(of bytes: [UInt8], typeURL: String, _ frame: inout Frame) throws(Fault) -> Value {
        try frame.pay(bytes.count * stepsPerByte)
        let name = typeURL.split(separator: "/").last.map(String.init) ?? ""
        guard let decode = decoders[name] else {
            throw Fault(.badConversion, "an Any of the type \(Quoting.excerpt(typeURL)) cannot be read")
        }
        guard let fields = WireFields(bytes), let value = decode(fields, 0) else {
            throw Fault(.badConversion, "the bytes are no \(name)")
        }
        return value
    }

    /// Steps for reading a byte, measured: two of them may be a message of their own.
    private static let stepsPerByte = 8

    /// Nil where a field is not what it must be. The number counts the messages around, which bytes may nest at will.
    private typealias Decoder = @Sendable (WireFields, Int) -> Value?

    private static let decoders: [String: Decoder] = [
        "google.protobuf.BoolValue": { fields, _ in .bool(fields.number(1) ?? 0 != 0) },
        "google.protobuf.Int32Value": { fields, _ in .int(Int64(Int32(truncatingIfNeeded: fields.number(1) ?? 0))) },
        "google.protobuf.Int64Value": { fields, _ in .int(Int64(bitPattern: fields.number(1) ?? 0)) },
        "google.protobuf.UInt32Value": { fields, _ in .uint(UInt64(UInt32(truncatingIfNeeded: fields.number(1) ?? 0)))
        },
        "google.protobuf.UInt64Value": { fields, _ in .uint(fields.number(1) ?? 0) },
        "google.protobuf.FloatValue": { fields, _ in
            .double(Double(Float(bitPattern: UInt32(truncatingIfNeeded: fields.number(1) ?? 0))))
        },
        "google.protobuf.DoubleValue": { fields, _ in .double(Double(bitPattern: fields.number(1) ?? 0)) },
        "google.protobuf.BytesValue": { fields, _ in .bytes(fields.bytes(1) ?? []) },
        "google.protobuf.StringValue": { fields, _ in text(fields.bytes(1) ?? []) },
        "google.protobuf.Timestamp": { fields, _ in timestamp(fields) },
        "google.protobuf.Duration": { fields, _ in duration(fields) },
        "google.protobuf.Struct": { fields, depth in structure(fields, depth) },
        "google.protobuf.ListValue": { fields, depth in list(fields, depth) },
        "google.protobuf.Value": { fields, depth in value(fields, depth) },
    ]

    private static func text(_ bytes: [UInt8]) -> Value? {
        String(validating: bytes, as: UTF8.self).map { .string($0) }
    }

    private static func timestamp(_ fields: WireFields) -> Value? {
        let nanos = Int64(bitPattern: fields.number(2) ?? 0)
        guard (0..<1_000_000_000).contains(nanos) else { return Optional.none }
        let seconds = Int64(bitPattern: fields.number(1) ?? 0)
        return Timestamp(seconds: seconds, nanoseconds: Int32(nanos)).map { .timestamp($0) }
    }

    private static func duration(_ fields: WireFields) -> Value? {
        let (scaled, overflow) = Int64(bitPattern: fields.number(1) ?? 0)
            .multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = scaled.addingReportingOverflow(Int64(bitPattern: fields.number(2) ?? 0))
        return overflow || carry ? Optional.none : .duration(TimeSpan(nanoseconds: sum))
    }

    // MARK: JSON

    private static func structure(_ fields: WireFields, _ depth: Int) -> Value? {
        var entries: [(String, Value)] = []
        for entry in fields.all(1) {
            guard let entry = WireFields(entry), case .string(let key)? = text(entry.bytes(1) ?? []),
                let value = nested(entry.bytes(2) ?? [], depth)
            else { return Optional.none }
            entries.append((key, value))
        }
        return .map(entries)
    }

    private static func list(_ fields: WireFields, _ depth: Int) -> Value? {
        var elements: [Value] = []
        for element in fields.all(1) {
            guard let value = nested(element, depth) else { return Optional.none }
            elements.append(value)
        }
        return .list(elements)
    }

    private static func nested(_ bytes: [UInt8], _ depth: Int) -> Value? {
        guard depth < LanguageLimits.nestingMax, let fields = WireFields(bytes) else { return Optional.none }
        return value(fields, depth + 1)
    }

    private static func value(_ fields: WireFields, _ depth: Int) -> Value? {
        if let number = fields.number(2) { return .double(Double(bitPattern: number)) }
        if let bytes = fields.bytes(3) { return text(bytes) }
        if let flag = fields.number(4) { return .bool(flag != 0) }
        if let bytes = fields.bytes(5) { return WireFields(bytes).flatMap { structure($0, depth) } }
        if let bytes = fields.bytes(6) { return WireFields(bytes).flatMap { list($0, depth) } }
        return .null
    }
}
