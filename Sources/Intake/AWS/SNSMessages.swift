import CEL
import Domain
import JSON

/// What Amazon SNS posts: violations of Device Defender in notifications, and requests to confirm a subscription.
///
/// - Shape: JSON object with `Type`, `TopicArn` and `Message`, which is itself JSON in a string; or the `Records` in
///   which Lambda gets them. SNS sends it as `text/plain` with the header `x-amz-sns-message-type`, without which
///   `text/plain` is refused: a web page can make a browser post such a body, but not that header.
/// - Errors: ``EventProblem``; for what lies in the inner JSON the pointer is that of `Message`.
/// - Source: Amazon SNS Developer Guide, "Parsing Amazon SNS message formats". Signatures are not verified.
public enum SNSMessages: EventFormat {
    public static let name = "sns"
    public static let summary = "Amazon SNS: violations of AWS IoT Device Defender, and requests to confirm"
    public static let contentTypes = ["text/plain with x-amz-sns-message-type", "application/json"]

    public static func recognises(_ delivery: Delivery) -> Bool {
        if delivery.contentType?.essence == "text/plain" { return delivery.field("x-amz-sns-message-type") != nil }
        guard case .map(let map)? = delivery.shape else { return false }
        return isEnvelope(map) || !records(of: map).isEmpty
    }

    public static func read(_ delivery: Delivery) throws(EventProblem) -> Reading {
        let value = try delivery.value()
        guard case .map(let map) = value, !records(of: map).isEmpty else {
            return try SNSEnvelope(value, at: "", delivery.limits).reading()
        }
        var events: [Event] = []
        for (index, record) in records(of: map).enumerated() {
            let envelope = try SNSEnvelope(record, at: "/Records/\(index)/Sns", delivery.limits)
            guard case .events(let more) = try envelope.reading() else { return try envelope.reading() }
            events += more
        }
        return .events(events)
    }

    private static func isEnvelope(_ map: MapValue) -> Bool {
        ["Type", "TopicArn", "Message"].allSatisfy { map[$0] != nil }
    }

    private static func records(of map: MapValue) -> [Value] {
        guard case .list(let records)? = map["Records"] else { return [] }
        return records.compactMap { record in
            guard case .map(let record) = record else { return nil }
            return record["Sns"]
        }
    }
}
