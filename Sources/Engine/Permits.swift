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

    init(perKey: Int, waitingMax: Int, _ surroundings: any Surroundings) {
        precondition(perKey >= 1, "somebody must be let through")
        self.perKey = perKey
        self.waitingMax = waitingMax
        self.surroundings = surroundings
    }

    /// Returns when there is a place, or at the latest at the deadline.
    func acquire(_ key: String, until deadline: Instant) async -> Answer {
        // It may have waited elsewhere, such as for room on the disk.
        guard surroundings.now() < deadline else { return .tooLate }
        let entry = lines.withLock { $0[key, default: Line(free: perKey)].enter(atMost: waitingMax) }
        switch entry {
        case .place: return .granted
        case .full(let count): return .lineIsFull(count)
        case .line(let number):
            defer { lines.withLock { $0[key]?.inLine -= 1 } }
            return await isItsTurn(number, key, until: deadline) ? .granted : .tooLate
        }
    }

    func release(_ key: String) {
        lines.withLock { $0[key]?.giveBack() }?.resume(returning: true)
    }

    private func isItsTurn(_ number: Int, _ key: String, until deadline: Instant) async -> Bool {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await self.surroundings.sleep(until: deadline)
                self.leave(key, number)
            }
            defer { group.cancelAll() }
            return await wait(number, key, until: deadline)
        }
    }

    /// Waits in line. False where the deadline comes first, or the task is cancelled.
    private func wait(_ number: Int, _ key: String, until deadline: Instant) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isGranted = lines.withLock { lines -> Bool? in
                    if lines[key]?.takePlace() == true { return true }
                    // Whoever would make it leave the line may have looked for it already.
                    if Task.isCancelled || surroundings.now() >= deadline { return false }
                    lines[key]?.waiting.append((number, continuation))
                    return nil
                }
                if let isGranted { continuation.resume(returning: isGranted) }
            }
        } onCancel: {
            leave(key, number)
        }
    }

    private func leave(_ key: String, _ number: Int) {
        lines.withLock { $0[key]?.leave(number) }?.resume(returning: false)
    }

    private struct Line {
        enum Entry {
            case place
            case line(number: Int)
            case full(Int)
        }

        var free: Int
        var nextNumber = 0
        /// Those who wait, and those who are about to.
        var inLine = 0
        /// In the order in which they came.
        var waiting: [(number: Int, continuation: Continuation)] = []

        init(free: Int) { self.free = free }

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

        mutating func leave(_ number: Int) -> Continuation? {
            waiting.firstIndex { $0.number == number }.map { waiting.remove(at: $0).continuation }
        }
    }
}
