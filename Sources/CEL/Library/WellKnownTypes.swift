/// The messages of protobuf that every CEL knows: they become plain values of the language.
///
/// - Source: cel-spec, "Dynamic values" and "Protocol buffer data conversion"; protobuf, `google/protobuf/*.proto`.
enum WellKnownTypes {
    static let messages: [MessageType] = wrappers + json + times + [any, empty]

    /// The constants of enumerations, which are ints.
    static let constants: [String: Value] = [name("NullValue.NULL_VALUE"): 0]

    /// The types of messages that an expression can name: `type(x) == google.protobuf.Int64Value`.
    private static func name(_ short: String) -> String { "google.protobuf.\(short)" }

    // MARK: Wrappers

    private static let wrappers: [MessageType] = [
        wrapper("BoolValue", .bool, false),
        wrapper("BytesValue", .bytes, .bytes([])),
        wrapper("DoubleValue", .double, 0.0),
        wrapper("Int64Value", .int, 0),
        wrapper("StringValue", .string, ""),
        wrapper("UInt64Value", .uint, .uint(0)),
        wrapper("FloatValue", .double, 0.0) { value in
            guard case .double(let double) = value else { return nil }
            return .double(Double(Float(double)))
        },
        wrapper("Int32Value", .int, 0) { value in
            guard case .int(let int) = value else { return nil }
            return Int32(exactly: int).map { .int(Int64($0)) }
        },
        wrapper("UInt32Value", .uint, .uint(0)) { value in
            guard case .uint(let uint) = value else { return nil }
            return UInt32(exactly: uint).map { .uint(UInt64($0)) }
        },
    ]

    /// A message of one field, `value`, that counts as that value.
    private static func wrapper(
        _ short: String,
        _ type: CELType,
        _ zero: Value,
        narrowed: @escaping @Sendable (Value) -> Value? = { $0 }
    ) -> MessageType {
        MessageType(name(short), fields: [("value", type)], result: .wrapper(type)) { fields, _ throws(Fault) in
            let value = fields[0] ?? zero
            guard value.typeName == zero.typeName else {
                throw Fault(.typeMismatch, "the value of a \(short) is a \(type), not a \(value.typeName)")
            }
            guard let narrow = narrowed(value) else { throw Fault(.overflow, "\(value) does not fit a \(short)") }
            return narrow
        }
    }

    // MARK: JSON

    private static let json: [MessageType] = [
        MessageType(name("Struct"), fields: [("fields", .map(.string, .dyn))], result: .map(.string, .dyn)) {
            fields,
            frame throws(Fault) in
            try JSONForm.value(of: fields[0] ?? .map(MapValue([])), &frame)
        },
        MessageType(name("ListValue"), fields: [("values", .list(.dyn))], result: .list(.dyn)) {
            fields,
            frame throws(Fault) in
            try JSONForm.value(of: fields[0] ?? [], &frame)
        },
        MessageType(
            name("Value"),
            fields: [
                ("null_value", .dyn), ("number_value", .double), ("string_value", .string), ("bool_value", .bool),
                ("struct_value", .map(.string, .dyn)), ("list_value", .list(.dyn)),
            ],
            result: .dyn
        ) { fields, frame throws(Fault) in
            let given = fields.compactMap(\.self)
            guard given.count <= 1 else { throw Fault(.badArgument, "a google.protobuf.Value holds one value") }
            if let null = fields[0] {
                guard null == .null || null == 0 else {
                    throw Fault(.typeMismatch, "null_value is null, and not a \(null.typeName)")
                }
                return .null
            }
            guard let value = given.first else { return .null }
            return try JSONForm.value(of: value, &frame)
        },
    ]

    // MARK: Times

    private static let seconds: [(name: String, type: CELType)] = [("seconds", .int), ("nanos", .int)]

    private static let times: [MessageType] = [
        MessageType(name("Timestamp"), fields: seconds, result: .timestamp) { fields, _ throws(Fault) in
            let (seconds, nanos) = try parts(fields)
            guard (0..<1_000_000_000).contains(nanos), let nanoseconds = Int32(exactly: nanos),
                let timestamp = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
            else { throw Fault(.overflow, "the time falls outside the years 1 to 9999") }
            return .timestamp(timestamp)
        },
        MessageType(name("Duration"), fields: seconds, result: .duration) { fields, _ throws(Fault) in
            let (seconds, nanos) = try parts(fields)
            let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
            let (sum, carry) = scaled.addingReportingOverflow(nanos)
            guard !overflow, !carry else { throw Fault(.overflow, "a duration is at most 292 years") }
            return .duration(TimeSpan(nanoseconds: sum))
        },
    ]

    private static func parts(_ fields: [Value?]) throws(Fault) -> (seconds: Int64, nanos: Int64) {
        guard case .int(let seconds) = fields[0] ?? 0, case .int(let nanos) = fields[1] ?? 0 else {
            throw Fault(.typeMismatch, "seconds and nanos are whole numbers")
        }
        return (seconds, nanos)
    }

    // MARK: Any, Empty

    private static let any = MessageType(
        name("Any"),
        fields: [("type_url", .string), ("value", .bytes)],
        result: .dyn
    ) { fields, frame throws(Fault) in
        guard case .string(let url) = fields[0] ?? "", case .bytes(let bytes) = fields[1] ?? .bytes([]) else {
            throw Fault(.typeMismatch, "an Any has a type_url, which is text, and a value, which is bytes")
        }
        return try AnyMessage.value(of: bytes, typeURL: url, &frame)
    }

    private static let empty = MessageType(name("Empty"), fields: [], result: .map(.string, .dyn)) { _, _ in
        .map(MapValue([]))
    }
}
