public import Domain
public import Playbooks

/// What a step would send, to its exact bytes, with secrets by reference only: the connection's name.
///
/// It is rendered once, in the core, before anything is recorded; its digest stands in the audit log, a drill prints
/// it, and the driver sends nothing else.
public struct RenderedRequest: Hashable, Sendable {
    public struct Field: Hashable, Sendable {
        public let name: String
        public let text: String

        public init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    public let action: String
    public let connection: String?
    public let device: DeviceID
    public let fields: [Field]

    public init(action: String, connection: String?, device: DeviceID, fields: [Field]) {
        self.action = action
        self.connection = connection
        self.device = device
        self.fields = fields
    }

    /// Where the receiver's own answer is awaited.
    public var confirmationTopic: String? { self[Self.confirmationField] }

    /// The name of the field that holds ``confirmationTopic``.
    public static let confirmationField = "answer topic"

    public subscript(name: String) -> String? { fields.first { $0.name == name }?.text }

    /// SHA-256 over the action, the connection, the device, and each field's name and text.
    public var digest: Digest {
        var parts = [action, connection ?? "", device.description]
        for field in fields { parts += [field.name, field.text] }
        return Digest(ofParts: parts)
    }
}

/// The receiver's answer that a step waits for, with everything but the message already in place.
public struct BoundConfirmation: Sendable {
    public let topic: String
    public let within: Duration
    /// Whether a message on `topic` is the answer.
    public let accepts: @Sendable (_ message: Facts.Message) -> Bool

    package init(topic: String, within: Duration, accepts: @escaping @Sendable (Facts.Message) -> Bool) {
        self.topic = topic
        self.within = within
        self.accepts = accepts
    }
}
