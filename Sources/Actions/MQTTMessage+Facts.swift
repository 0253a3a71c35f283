import CEL
import JSON
import Playbooks
import Transport

extension Facts.Message {
    /// A payload longer than this is not looked into: an answer names a key.
    private static let bytesMax = 65_536

    init(_ message: MQTTMessage) {
        let payload = message.payload.prefix(Self.bytesMax)
        self.init(
            topic: message.topic,
            payload: String(decoding: payload, as: UTF8.self),
            json: (try? JSONText.parse(Array(payload))) ?? .null,
            isRetained: message.isRetained
        )
    }
}
