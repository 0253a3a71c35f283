import CEL
import JSON
import Playbooks

extension Facts.Message {
    /// What a test has a device say: a text as it is, and anything else as JSON, as devices send it.
    init(topic: String, saying value: Value) {
        guard case .string(let text) = value else {
            self.init(topic: topic, payload: JSONText.string(value), json: value)
            return
        }
        self.init(topic: topic, payload: text, json: (try? JSONText.parse(text)) ?? .null)
    }
}
