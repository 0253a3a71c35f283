import Domain
import Ports
import Synchronization

/// What the loop tells those outside of it about itself.
final class EngineLoad: Sendable {
    private struct State {
        var runsOpen = 0
        var runsBytes = 0
        /// Of the events that somebody waits for.
        var inboxBytes = 0
        var stranded: [StrandedRun] = []
        var givenUp: [StrandedRun] = []
        var noRoomSince: Instant?
        var isClockOff = false
    }

    private let state = Mutex(State())

    var runsOpen: Int { state.withLock { $0.runsOpen } }
    var runsBytes: Int { state.withLock { $0.runsBytes } }
    var noRoomSince: Instant? { state.withLock { $0.noRoomSince } }

    /// Those that wait for a person.
    var stranded: [StrandedRun] { state.withLock { $0.stranded } }
    /// Those that a person has decided about.
    var givenUp: [StrandedRun] { state.withLock { $0.givenUp } }

    func note(stranded: [StrandedRun], givenUp: [StrandedRun]) {
        state.withLock { state in
            state.stranded = stranded
            state.givenUp = givenUp
        }
    }

    func note(runsOpen: Int, bytes: Int) {
        state.withLock { state in
            state.runsOpen = runsOpen
            state.runsBytes = bytes
        }
    }

    /// - Returns: whether there is room for events of so many bytes. What is too large by itself has room where nothing else
    ///   is in the way. Then ``letGo(_:)`` follows.
    func takeIn(_ bytes: Int, atMost most: Int) -> Bool {
        state.withLock { state in
            guard state.inboxBytes == 0 || state.inboxBytes + bytes <= most else { return false }
            state.inboxBytes += bytes
            return true
        }
    }

    func letGo(_ bytes: Int) { state.withLock { $0.inboxBytes -= bytes } }

    /// - Returns: whether it begins.
    func noteNoRoom(at now: Instant) -> Bool {
        state.withLock { state in
            guard state.noRoomSince == nil else { return false }
            state.noRoomSince = now
            return true
        }
    }

    /// - Returns: since when there was none; nil where there was.
    func noteRoom() -> Instant? {
        state.withLock { state in
            defer { state.noRoomSince = nil }
            return state.noRoomSince
        }
    }

    /// - Returns: whether that is new.
    func noteClock(isOff: Bool) -> Bool {
        state.withLock { state in
            defer { state.isClockOff = isOff }
            return state.isClockOff != isOff
        }
    }
}
