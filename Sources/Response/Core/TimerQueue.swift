import Domain
import Playbooks

/// When runs must be looked at again: a binary heap by time.
///
/// A timer is never taken out before it is due. One that no longer applies changes nothing when it fires, because the
/// step's own state says what is awaited.
struct TimerQueue: Sendable {
    struct Timer: Sendable {
        let due: Instant
        let run: RunID
        let step: Step.Index
    }

    private var heap: [Timer] = []

    var next: Instant? { heap.first?.due }

    mutating func add(_ timer: Timer) {
        heap.append(timer)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].due < heap[parent].due else { return }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// The earliest timer, if it is due.
    mutating func popDue(at now: Instant) -> Timer? {
        guard let first = heap.first, first.due <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        sink(0)
        return first
    }

    private mutating func sink(_ start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in 2 * parent + 1...2 * parent + 2 where child < heap.count && heap[child].due < heap[least].due {
                least = child
            }
            guard least != parent else { return }
            heap.swapAt(least, parent)
            parent = least
        }
    }
}
