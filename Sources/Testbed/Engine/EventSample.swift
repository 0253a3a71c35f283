import CEL
package import Foundation
import JSON
package import Transport

/// A monitor's report, as it goes over the wire.
package struct EventSample: Sendable {
    package let headers: [HTTPField]
    package let body: [UInt8]

    package init(headers: [HTTPField], body: [UInt8]) {
        self.headers = headers
        self.body = body
    }

    /// A violation of AWS IoT Device Defender, as Amazon SNS delivers it over HTTPS: JSON in a string in JSON.
    ///
    /// - Shape: the violation has the fields and the order of today's notifications; the envelope is that of the SNS
    ///   Developer Guide. The signature is of the right length and verifies nothing.
    /// - Units: `violationEventTime` in milliseconds since 1970 UTC; the metric in bytes.
    package static func violation(
        of device: String,
        bytes: Int64 = 412_800,
        id: String = UUID().uuidString.lowercased(),
        at time: Date = .now
    ) -> Self {
        let message = violationText(of: device, bytes: bytes, id: id, at: time)
        let envelope: Value = [
            "Type": "Notification", "MessageId": .string(UUID().uuidString.lowercased()),
            "TopicArn": "arn:aws:sns:eu-central-1:123456789012:device-defender", "Message": .string(message),
            "Timestamp": .string(time.formatted(.iso8601)), "SignatureVersion": "1",
            "Signature": .string(Data(repeating: 0x5A, count: 256).base64EncodedString()),
            "SigningCertURL": "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0000.pem",
            "UnsubscribeURL": "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe",
        ]
        return Self(
            headers: [
                HTTPField("content-type", "text/plain; charset=UTF-8"),
                HTTPField("x-amz-sns-message-type", "Notification"),
                HTTPField("user-agent", "Amazon Simple Notification Service Agent"),
            ],
            body: JSONText.write(envelope)
        )
    }

    /// The bare violation, as `cordon run --event` takes it from a file.
    package static func violationText(of device: String, bytes: Int64, id: String, at time: Date = .now) -> String {
        JSONText.string([
            "violationEventTime": .int(Int64(time.timeIntervalSince1970 * 1_000)), "thingName": .string(device),
            "behavior": [
                "criteria": [
                    "consecutiveDatapointsToClear": 1, "value": ["count": 100_000], "consecutiveDatapointsToAlarm": 1,
                    "comparisonOperator": "less-than",
                ],
                "name": "MessageSize", "metric": "aws:message-byte-size",
            ],
            "violationEventType": "in-alarm", "metricValue": ["count": .int(bytes)], "violationId": .string(id),
            "securityProfileName": "FlowMeters",
        ])
    }

    /// The same report as a CloudEvent 1.0 in structured JSON.
    package static func cloudEvent(
        of device: String,
        id: String = UUID().uuidString,
        state: String = "in-alarm",
        at time: Date = .now
    ) -> Self {
        let event: Value = [
            "specversion": "1.0", "id": .string(id), "source": "/monitors/plant-2", "type": "violation",
            "time": .string(time.formatted(.iso8601)),
            "data": [
                "device": .string(device), "name": "MessageSize", "metric": "aws:message-byte-size", "value": 412_800,
                "severity": "high", "state": .string(state),
            ],
        ]
        return Self(
            headers: [HTTPField("content-type", "application/cloudevents+json")],
            body: JSONText.write(event)
        )
    }
}
