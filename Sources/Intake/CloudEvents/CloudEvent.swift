import CEL
import Domain
import Foundation

/// The context attributes of one CloudEvent and its data, by the rules of the specification.
///
/// Extension attributes are accepted and not kept: what a playbook decides on stands in the data.
struct CloudEvent {
    let key: Event.Key
    let type: String
    let subject: String?
    let time: Instant?
    let data: Value
    /// Where the subject stands in the body; `nil` where it is a header.
    let subjectPointer: String?
    /// Where the data stands in the body.
    let dataPointer: String

    /// The pointer is that of the event in the body.
    init(_ value: Value, at pointer: String) throws(EventProblem) {
        let fields = try EventFields(value, at: pointer, what: "a CloudEvent")
        try self.init(
            attributes: fields,
            subjectPointer: fields.pointer(to: "subject"),
            data: Self.data(of: fields),
            dataPointer: fields.pointer(to: "data")
        )
    }

    /// The attributes are members by their names, wherever they stand.
    init(
        attributes fields: EventFields,
        subjectPointer: String?,
        data: Value,
        dataPointer: String
    ) throws(EventProblem) {
        let version = try fields.name("specversion")
        guard version == "1.0" else {
            throw EventProblem(
                .invalid,
                "'specversion' is \(Quoting.excerpt(version))",
                pointer: fields.pointer(to: "specversion"),
                remedy: "send CloudEvents in version 1.0"
            )
        }
        key = Event.Key(source: try fields.name("source"), id: try fields.name("id"))
        type = try fields.name("type")
        subject = try fields.optionalName("subject")
        time = try Self.time(fields)
        _ = try fields.optionalName("dataschema")
        _ = try fields.optionalName("datacontenttype")
        self.subjectPointer = subjectPointer
        self.data = data
        self.dataPointer = dataPointer
    }

    private static func time(_ fields: EventFields) throws(EventProblem) -> Instant? {
        guard let text = try fields.optionalName("time") else { return nil }
        guard let nanoseconds = Timestamp(text)?.nanosecondsSinceEpoch else {
            throw EventProblem(
                .invalid,
                "'time' is \(Quoting.excerpt(text))",
                pointer: fields.pointer(to: "time"),
                remedy: "write the time as RFC 3339 has it, with a zone: 2026-04-01T09:30:00Z; years 1678 to 2261"
            )
        }
        return Instant(nanosecondsSinceEpoch: nanoseconds)
    }

    private static func data(of fields: EventFields) throws(EventProblem) -> Value {
        guard let base64 = try fields.optionalString("data_base64") else { return fields["data"] ?? .null }
        let pointer = fields.pointer(to: "data_base64")
        guard fields["data"] == nil else {
            throw EventProblem(
                .invalid,
                "both 'data' and 'data_base64' are there",
                pointer: pointer,
                remedy: "send one of them"
            )
        }
        guard let bytes = Data(base64Encoded: base64) else {
            throw EventProblem(
                .invalid,
                "'data_base64' is not base64",
                pointer: pointer,
                remedy: "encode the bytes as RFC 4648, section 4 has it, with padding and without line ends"
            )
        }
        return .bytes([UInt8](bytes))
    }
}
