import CEL
import Domain

/// CloudEvents as a JSON array. Each is read by itself; where one is refused, none is taken in, and the pointer begins
/// with its index.
///
/// - Source: CloudEvents 1.0.2, JSON Event Format, "JSON Batch Format". An empty batch is no mistake.
public enum CloudEventsBatch: EventFormat {
    public static let name = "cloudevents-batch"
    public static let summary = "Several CloudEvents 1.0 as a JSON array, all or nothing"
    public static let contentTypes = ["application/cloudevents-batch+json"]

    public static func recognises(_ delivery: Delivery) -> Bool {
        if let type = delivery.contentType { return type.essence == contentTypes[0] }
        guard case .list(let items)? = delivery.shape else { return false }
        return CloudEventsStructured.isCloudEvent(items.first)
    }

    public static func read(_ delivery: Delivery) throws(EventProblem) -> Reading {
        let value = try delivery.value()
        guard case .list(let items) = value else {
            throw .wrongType(
                "",
                value,
                expected: "an array",
                remedy: "send a single event with 'Content-Type: \(CloudEventsStructured.contentTypes[0])'"
            )
        }
        var events: [Event] = []
        for (index, item) in items.enumerated() {
            events.append(try CloudEventsStructured.event(of: item, at: "/\(index)", arrived: delivery.arrived))
        }
        return .events(events)
    }
}
