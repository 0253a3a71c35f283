import CEL
import Domain

/// One CloudEvent whose attributes are headers and whose body is the data.
///
/// - Shape: `ce-specversion: 1.0`, `ce-id`, `ce-source`, `ce-type`; the content type is that of the data. JSON becomes a
///   value, other text a text, anything else bytes.
/// - Errors: ``EventProblem``; without a pointer where a header is at fault.
/// - Source: CloudEvents 1.0.2, HTTP Protocol Binding, "Binary Content Mode".
public enum CloudEventsBinary: EventFormat {
    public static let name = "cloudevents-binary"
    public static let summary = "One CloudEvent 1.0 with its attributes in ce- headers and its data as the body"
    public static let contentTypes: [String] = []

    /// Those that a receiver looks at; extensions are not kept.
    private static let attributes = ["specversion", "id", "source", "type", "subject", "time", "dataschema"]

    public static func recognises(_ delivery: Delivery) -> Bool {
        guard delivery.field("ce-specversion") != nil, let type = delivery.contentType else { return false }
        return !type.essence.hasPrefix("application/cloudevents")
    }

    public static func read(_ delivery: Delivery) throws(EventProblem) -> Reading {
        guard delivery.field("ce-datacontenttype") == nil else {
            throw EventProblem(
                .invalid,
                "the header 'ce-datacontenttype' is there",
                remedy: "say it in 'Content-Type' alone"
            )
        }
        var entries: [(String, Value)] = []
        for attribute in attributes {
            guard let value = delivery.field("ce-" + attribute) else { continue }
            entries.append((attribute, .string(try HeaderText.decoded(value, named: "ce-" + attribute))))
        }
        let event = try event(of: .map(entries), data: data(of: delivery))
        return .events([try event.event(arrived: delivery.arrived)])
    }

    private static func event(of attributes: Value, data: Value) throws(EventProblem) -> CloudEvent {
        do throws(EventProblem) {
            return try CloudEvent(
                attributes: EventFields(attributes, what: "the headers"),
                subjectPointer: nil,
                data: data,
                dataPointer: ""
            )
        } catch {
            throw EventProblem(error.kind, "in the headers 'ce-…', \(error.detail)", remedy: error.remedy)
        }
    }

    private static func data(of delivery: Delivery) throws(EventProblem) -> Value {
        guard !delivery.body.isEmpty else { return .null }
        if delivery.contentType?.isJSON == true { return try delivery.value() }
        guard delivery.contentType?.essence.hasPrefix("text/") == true,
            let text = String(validating: delivery.body, as: UTF8.self)
        else { return .bytes(delivery.body) }
        return .string(text)
    }
}
