import CEL
import Domain

/// One violation as AWS IoT Device Defender reports it, bare: an IoT rule sends it so, or a program that read it from
/// the API. Inside SNS it is read by ``SNSMessages``.
///
/// - Shape: JSON object: `violationId`, `violationEventType`, `violationEventTime`, `thingName`, `behavior`,
///   `metricValue`. Fields that are not named here have come and gone over the years, and are kept in the data.
/// - Units: `violationEventTime` in milliseconds since 1970 over SNS, in seconds with a fraction from the API; told
///   apart by magnitude.
/// - Errors: ``EventProblem`` with the pointer of the field.
/// - Source: AWS IoT Developer Guide, "Device Defender Detect"; API reference, "ViolationEvent".
public enum DeviceDefenderViolations: EventFormat {
    public static let name = "device-defender"
    public static let summary = "A violation of AWS IoT Device Defender Detect, outside SNS"
    public static let contentTypes = ["application/json"]

    /// The source of a violation that no topic brought.
    static let bareSource = "aws:device-defender"

    public static func recognises(_ delivery: Delivery) -> Bool { isViolation(delivery.shape) }

    public static func read(_ delivery: Delivery) throws(EventProblem) -> Reading {
        .events([try Violation(delivery.value()).event(source: bareSource)])
    }

    static func isViolation(_ value: Value?) -> Bool {
        guard case .map(let map)? = value else { return false }
        return map["violationId"] != nil && map["violationEventType"] != nil
    }
}
