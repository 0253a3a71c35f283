/// A broker's word that it has a message. It says nothing about the devices that the message is for.
public struct PublishReceipt: Hashable, Sendable {
    /// `false`: the broker said that nobody subscribes to the topic (reason 0x10). `true`: it accepted the message
    /// without saying so; a broker need not look. `nil`: at QoS 0 nothing is said.
    public let hasSubscribers: Bool?

    public init(hasSubscribers: Bool?) { self.hasSubscribers = hasSubscribers }
}
