package import CEL
package import Domain
import JSON

/// What arrived and ended the engine again and again, before it was durable or with the run of its event, and what was
/// decided about it.
package struct QuarantinedArrival: Sendable {
    package enum State: String, Sendable {
        /// Nobody has decided about it.
        case held
        /// A person wants its run taken up again, at the next start.
        case awaitsStart = "awaits-start"
        /// A person had it tried once more.
        case passed
        /// A person decided that nothing becomes of it.
        case dropped
    }

    /// As it came; where it had a run already, its event as it was stored.
    package let held: HeldArrival
    /// Nil where it was never durable.
    package let run: QuarantinedRun?
    /// What its file is named after.
    package let digest: Digest
    package let since: Instant
    package var state: State
    /// Whether the audit log knows of it.
    package var isRecorded: Bool

    /// Under the name that it has already, where it was in quarantine before.
    init(_ held: HeldArrival, of run: QuarantinedRun? = nil, as known: Digest? = nil, since: Instant) {
        self.held = held
        self.run = run
        digest = known ?? run?.digest ?? held.digest
        self.since = since
        state = .held
        isRecorded = false
    }

    /// What people call it.
    package var id: String { Self.id(of: digest) }

    static func id(of digest: Digest) -> String { "q_\(String(digest.description.prefix(16)))" }

    package var json: Value {
        .map(
            [
                ("id", .string(id)), ("digest", .string(digest.description)), ("state", .string(state.rawValue)),
                ("since", .int(since.nanosecondsSinceEpoch)), ("recorded", .bool(isRecorded)),
            ] + (run?.members ?? []) + held.members
        )
    }

    init?(_ json: Value) {
        guard case .map(let map) = json, let held = HeldArrival(map),
            case .string(let hex)? = map["digest"], let digest = Digest(hex: hex),
            case .string(let word)? = map["state"], let state = State(rawValue: word),
            case .int(let since)? = map["since"], case .bool(let isRecorded)? = map["recorded"]
        else { return nil }
        self.held = held
        run = QuarantinedRun(map)
        self.digest = digest
        self.state = state
        self.since = Instant(nanosecondsSinceEpoch: since)
        self.isRecorded = isRecorded
    }
}
