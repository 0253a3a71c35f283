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

    private struct Line {
        var free: Int
        var nextNumber = 0
        /// Those who wait, and those who are about to.
        var inLine = 0
        /// In the order in which they came.
        var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }

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
        let answer = lines.withLock { lines -> Answer? in
            var line = lines[key] ?? Line(free: perKey)
            defer { lines[key] = line }
            if line.free > 0 {
                line.free -= 1
                return .granted
            }
            guard line.inLine < waitingMax else { return .lineIsFull(line.inLine) }
            line.inLine += 1
            return nil
        }
        if let answer { return answer }
        defer { lines.withLock { $0[key]?.inLine -= 1 } }
        let isGranted = await withTaskGroup(of: Bool.self) { group in
            group.addTask { await self.turn(key) }
            group.addTask {
                await self.surroundings.sleep(until: deadline)
                return false
            }
            let first = await group.next()
            group.cancelAll()
            // A place may have come free at that very moment: it is ours then.
            let second = await group.next()
            return first == true || second == true
        }
        return isGranted ? .granted : .tooLate
    }

    func release(_ key: String) {
        let next = lines.withLock { lines -> CheckedContinuation<Bool, Never>? in
            guard var line = lines[key] else { preconditionFailure("a place is given back once") }
            defer { lines[key] = line }
            guard line.waiting.isEmpty else { return line.waiting.removeFirst().continuation }
            line.free += 1
            return nil
        }
        next?.resume(returning: true)
    }

    /// Waits in line. False where the task is cancelled first.
    private func turn(_ key: String) async -> Bool {
        let number = lines.withLock { lines in
            defer { lines[key]?.nextNumber += 1 }
            return lines[key]?.nextNumber ?? 0
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isGranted = lines.withLock { lines -> Bool? in
                    guard var line = lines[key] else { preconditionFailure("a line is there once it was asked for") }
                    defer { lines[key] = line }
                    if line.free > 0 {
                        line.free -= 1
                        return true
                    }
                    if Task.isCancelled { return false }
                    line.waiting.append((number, continuation))
                    return nil
                }
                if let isGranted { continuation.resume(returning: isGranted) }
            }
        } onCancel: {
            leave(key, number)
        }
    }

    private func leave(_ key: String, _ number: Int) {
        let continuation = lines.withLock { lines -> CheckedContinuation<Bool, Never>? in
            guard let place = lines[key]?.waiting.firstIndex(where: { $0.number == number }) else { return nil }
            return lines[key]?.waiting.remove(at: place).continuation
        }
        continuation?.resume(returning: false)
    }
}
