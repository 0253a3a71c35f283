/// What a connection brought, in the order of the wire.
enum MQTTEvent {
    /// - Parameter sendMaximum: QoS 1 messages the broker takes ahead of its acknowledgements.
    case connected(sessionPresent: Bool, sendMaximum: Int)
    case refused(reason: UInt8)
    case acknowledged(packet: Int32, reason: UInt8)
    case subscribed(packet: Int32, reasons: [UInt8])
    case message(MQTTMessage)
}
