import Foundation

/// Something that was seen to happen, and when.
struct Happening {
    enum Place {
        /// The engine's own record of it, durable when it is seen.
        case engine
        /// Seen from outside: by a device, by the receiver, on the wire.
        case world
    }

    let time: Date
    let place: Place
    let text: String

    func say(since start: Date) {
        let elapsed = Int((time.timeIntervalSince(start) * 1_000).rounded())
        let clock = Screen.padded("\(elapsed < 0 ? "" : "+")\(elapsed) ms", 9)
        let mark =
            switch place {
            case .engine: Screen.styled("●", .cyan)
            case .world: Screen.styled("→", .yellow)
            }
        Screen.say("   \(clock) \(mark) \(text)")
    }
}
