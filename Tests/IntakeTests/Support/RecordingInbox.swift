import Domain
import Ports
import Synchronization

/// An inbox that remembers what it was given, and refuses when it is told to.
final class RecordingInbox: Inbox {
    struct Contents: Sendable {
        var batches: [[Event]] = []
        var refusals: [String] = []
        var actors: [Actor] = []
        var refusal: IntakeRefusal?
    }

    private let state: Mutex<Contents>
    private let onSubmit: @Sendable (RecordingInbox) -> Void

    /// `onSubmit` is called before a submission is answered.
    init(refusing refusal: IntakeRefusal? = nil, onSubmit: @escaping @Sendable (RecordingInbox) -> Void = { _ in }) {
        state = Mutex(Contents(refusal: refusal))
        self.onSubmit = onSubmit
    }

    var contents: Contents { state.withLock { $0 } }

    func refuse(_ refusal: IntakeRefusal?) { state.withLock { $0.refusal = refusal } }

    func submit(_ events: [Event], from source: Actor) async throws(IntakeRefusal) -> [EventReceipt] {
        let refusal = contents.refusal
        onSubmit(self)
        if let refusal { throw refusal }
        return state.withLock { state in
            state.batches.append(events)
            state.actors.append(source)
            return events.map { event in
                let first = state.batches.joined().first { $0.key == event.key } ?? event
                return EventReceipt(of: first, incidents: [], isDuplicate: false).answer(to: event)
            }
        }
    }

    func refused(_ reason: String, from source: Actor) async {
        state.withLock {
            $0.refusals.append(reason)
            $0.actors.append(source)
        }
    }
}

/// A clock that stands still.
struct StillSurroundings: Surroundings {
    /// The same bytes each time, so that what is made of them is.
    func randomBytes(_ count: Int) -> [UInt8] { Array(repeating: 7, count: count) }

    func now() -> Instant { arrival }

    func sleep(until deadline: Instant) async {
        for await _ in AsyncStream<Void>.makeStream().stream {}
    }
}
