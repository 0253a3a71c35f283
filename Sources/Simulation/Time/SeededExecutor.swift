import Domain
import TestKit

/// Runs all tasks of one world on one thread, in virtual time.
///
/// Of the jobs that are ready, the seed picks the next; time passes only when none is. So the same seed runs the same
/// jobs in the same order, whatever the machine does besides.
// SAFETY: a world is made, run and read by one thread, and every job of it runs within ``run(until:)`` on that thread;
// so nothing here is touched by two threads at once.
final class SeededExecutor: TaskExecutor, @unchecked Sendable {
    private struct Timer {
        let due: Instant
        let number: Int
        let action: () -> Void
    }

    /// A world that is not at rest after so many jobs never will be: most need some hundreds.
    private static let jobsMax = 30_000

    private(set) var now: Instant
    private(set) var jobsCount = 0
    private var ready: [UnownedJob] = []
    private var timers: [Timer] = []
    private var timersCount = 0
    private var random: SeededRandom

    init(seed: UInt64, startingAt start: Instant) {
        random = SeededRandom(seed: seed)
        now = start
    }

    func enqueue(_ job: consuming ExecutorJob) { ready.append(UnownedJob(job)) }

    /// Runs what there is to run before the horizon, and moves the time to it.
    /// - Returns: false where it found no end.
    func run(until horizon: Instant) -> Bool {
        while jobsCount < Self.jobsMax {
            if ready.isEmpty {
                guard fireNextTimers(until: horizon) else {
                    now = max(now, horizon)
                    return true
                }
            } else {
                jobsCount += 1
                // The last takes the place of the drawn one: their order means nothing.
                ready.swapAt(random.below(ready.count), ready.count - 1)
                ready.removeLast().runSynchronously(on: asUnownedTaskExecutor())
            }
        }
        return false
    }

    /// Drops what waits for a time that will not come, and whatever it holds.
    func dropTimers() { timers = [] }

    // MARK: - Time

    func at(_ due: Instant, _ action: @escaping () -> Void) { addTimer(due, newNumber(), action) }

    /// Returns at the deadline, or at once where the task is cancelled.
    func sleep(until deadline: Instant) async {
        let number = newNumber()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                guard deadline > now, !Task.isCancelled else { return continuation.resume() }
                addTimer(deadline, number) { continuation.resume() }
            }
        } onCancel: {
            fire { $0.number == number }
        }
    }

    private func newNumber() -> Int {
        timersCount += 1
        return timersCount
    }

    private func addTimer(_ due: Instant, _ number: Int, _ action: @escaping () -> Void) {
        timers.append(Timer(due: due, number: number, action: action))
    }

    private func fireNextTimers(until horizon: Instant) -> Bool {
        guard let next = timers.lazy.map(\.due).min(), next <= horizon else { return false }
        now = max(now, next)
        fire { $0.due <= next }
        return true
    }

    private func fire(_ isMeant: (Timer) -> Bool) {
        var fired: [Timer] = []
        timers.removeAll { timer in
            guard isMeant(timer) else { return false }
            fired.append(timer)
            return true
        }
        for timer in fired { timer.action() }
    }
}
