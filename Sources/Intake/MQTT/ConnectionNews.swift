package import Logging
package import Transport

/// What the engine's own log says of a source's connection. A source that is cut off brings nothing, which looks like health;
/// so does one whose broker has forgotten what waited.
package struct ConnectionNews {
    private let name: String
    /// Whether a connection of this process came about: the broker has kept its session from then on, or has lost it.
    private var hasConnected = false

    package init(of name: String) { self.name = name }

    /// What is to be said of the state that the connection has come to; nil where that says nothing new.
    package mutating func line(on state: MQTTConnectionState) -> (level: Logger.Level, text: String)? {
        switch state {
        case .connected(let sessionPresent):
            let isForgotten = hasConnected && !sessionPresent
            hasConnected = true
            guard isForgotten else { return (.notice, "events from '\(name)': connected") }
            return (
                .warning,
                """
                events from '\(name)': connected, but the broker has forgotten the session: what waited there for the engine \
                is lost. Have it keep sessions over a restart ('persistence' of Mosquitto), and for as long as the engine may \
                be away
                """
            )
        case .waiting(let reason): return (.warning, "events from '\(name)': \(reason.sentence)")
        case .idle, .connecting, .stopped: return nil
        }
    }
}
