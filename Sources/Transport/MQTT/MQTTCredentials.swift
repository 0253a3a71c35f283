/// A user name and the way to its password. Neither is ever printed.
public struct MQTTCredentials: Sendable {
    public let username: String
    /// Asked at every connection, so that a rotated password is taken up.
    let password: @Sendable () -> String?

    public init(username: String, password: @escaping @Sendable () -> String?) {
        self.username = username
        self.password = password
    }
}

extension MQTTCredentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "MQTTCredentials(…)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
