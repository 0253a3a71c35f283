package import CEL
package import Domain

/// One CloudEvent as a JSON object.
///
/// - Shape: `{"specversion": "1.0", "id": …, "source": …, "type": …, "data": {…}}`.
/// - Errors: ``EventProblem`` with the pointer of the attribute.
/// - Source: CloudEvents 1.0.2, JSON Event Format and HTTP Protocol Binding, "Structured Content Mode".
public enum CloudEventsStructured: EventFormat {
    public static let name = "cloudevents"
    public static let summary = "One CloudEvent 1.0 as JSON"
    public static let contentTypes = ["application/cloudevents+json"]

    public static func recognises(_ delivery: Delivery) -> Bool {
        guard let type = delivery.contentType else { return isCloudEvent(delivery.shape) }
        return type.essence == contentTypes[0]
    }

    public static func read(_ delivery: Delivery) throws(EventProblem) -> Reading {
        .events([try event(of: delivery.value(), at: "", arrived: delivery.arrived)])
    }

    /// One that stands inside another document, at the pointer.
    package static func event(
        of value: Value,
        at pointer: String,
        arrived: Instant
    ) throws(EventProblem) -> Event {
        try CloudEvent(value, at: pointer).event(arrived: arrived)
    }

    static func isCloudEvent(_ value: Value?) -> Bool {
        guard case .map(let map)? = value else { return false }
        return map["specversion"] != nil
    }
}
