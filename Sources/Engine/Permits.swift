import Domain
import Ports
import Synchronization

/// A number of places for each key. Who finds none waits in line, for a bounded time, and the line has an end.
final class Permits: Sendable {
    enum Answer: Hashable, Sendable {
        /// To be given back with ``release(_:)``.
        case granted
        case tooLate
        case lineIsFull(Int)
    }

    private typealias Continuation = CheckedContinuation<Bool, Never>

    private let perKey: Int
    private let waitingMax: Int
    private let surroundings: any Surroundings
    private let lines = Mutex<[String: Line]>([:])
    /// For the one whose time is over first.
    private let alarm: Alarm

    init(perKey: Int, waitingMax: Int, _ surroundings: any Surroundings) {
        precondition(perKey >= 1, "somebody must be let through")
        self.perKey = perKey
        self.waitingMax = waitingMax
        self.surroundings = surroundings
        alarm = Alarm(surroundings)
    }

    /// Returns when there is a place, or at the latest at the deadline, while ``watch()`` is at work.
    func acquire(_ key: String, until deadline: Instant) async -> Answer {
        // It may have waited elsewhere, such as for room on the disk.
        guard surroundings.now() < deadline else { return .tooLate }
        let entry = lines.withLock { $0[key, default: Line(free: perKey)].enter(atMost: waitingMax) }
        switch entry {
        case .place: return .granted
        case .full(let count): return .lineIsFull(count)
        case .line(let number):
            defer { lines.withLock { $0[key]?.inLine -= 1 } }
            return await wait(number, key, until: deadline) ? .granted : .tooLate
        }
    }

    func release(_ key: String) {
        lines.withLock { $0[key]?.giveBack() }?.resume(returning: true)
    }

    /// Tells those whose time is over, until cancelled.
    func watch() async {
        await alarm.watch { self.look() }
    }

    private func look() {
        let now = surroundings.now()
        let (late, next) = lines.withLock { lines -> ([Continuation], Instant?) in
            var late: [Continuation] = []
            // In an order that no process has for itself alone: a seed of the simulation has one story.
            for key in lines.keys.sorted() { late += lines[key]?.takeLate(at: now) ?? [] }
            return (late, lines.values.compactMap(\.earliest).min())
        }
        for continuation in late { continuation.resume(returning: false) }
        if let next { alarm.set(to: next) }
    }

    /// Waits in line. False where the deadline comes first, or the task is cancelled.
    private func wait(_ number: Int, _ key: String, until deadline: Instant) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isGranted = lines.withLock { lines -> Bool? in
                    if lines[key]?.takePlace() == true { return true }
                    // Whoever would make it leave the line may have looked for it already.
                    if Task.isCancelled { return false }
                    lines[key]?.waiting.append(
                        .init(number: number, deadline: deadline, continuation: continuation)
                    )
                    return nil
                }
                if let isGranted { continuation.resume(returning: isGranted) } else { alarm.set(to: deadline) }
            }
        } onCancel: {
            lines.withLock { $0[key]?.leave(number) }?.resume(returning: false)
        }
    }

    private struct Line {
        enum Entry {
            case place
            case line(number: Int)
            case full(Int)
        }

        struct Waiting {
            let number: Int
            let deadline: Instant
            let continuation: Continuation
        }

        var free: Int
        var nextNumber = 0
        /// Those who wait, and those who are about to.
        var inLine = 0
        /// In the order in which they came.
        var waiting: [Waiting] = []

        init(free: Int) { self.free = free }

        var earliest: Instant? { waiting.map(\.deadline).min() }

        mutating func enter(atMost waitingMax: Int) -> Entry {
            if takePlace() { return .place }
            guard inLine < waitingMax else { return .full(inLine) }
            inLine += 1
            nextNumber += 1
            return .line(number: nextNumber)
        }

        mutating func takePlace() -> Bool {
            guard free > 0 else { return false }
            free -= 1
            return true
        }

        /// Where somebody waits, the place is theirs.
        mutating func giveBack() -> Continuation? {
            guard waiting.isEmpty else { return waiting.removeFirst().continuation }
            free += 1
            return nil
        }

        /// Those who have waited too long, out of the line.
        mutating func takeLate(at now: Instant) -> [Continuation] {
            let late = waiting.filter { $0.deadline <= now }
            waiting.removeAll { $0.deadline <= now }
            return late.map(\.continuation)
        }

        mutating func leave(_ number: Int) -> Continuation? {
            waiting.firstIndex { $0.number == number }.map { waiting.remove(at: $0).continuation }
        }
    }
}
