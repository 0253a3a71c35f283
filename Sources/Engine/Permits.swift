import Synchronization

/// A number of places for each key; who finds none waits in line.
final class Permits: Sendable {
    private struct Line {
        var free: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let perKey: Int
    private let lines = Mutex<[String: Line]>([:])

    init(perKey: Int) {
        precondition(perKey >= 1, "somebody must be let through")
        self.perKey = perKey
    }

    func acquire(_ key: String) async {
        await withCheckedContinuation { continuation in
            let isFree = lines.withLock { lines in
                var line = lines[key] ?? Line(free: perKey)
                defer { lines[key] = line }
                guard line.free > 0 else {
                    line.waiting.append(continuation)
                    return false
                }
                line.free -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    func release(_ key: String) {
        let next = lines.withLock { lines -> CheckedContinuation<Void, Never>? in
            guard var line = lines[key] else { preconditionFailure("a place is given back once") }
            defer { lines[key] = line }
            guard line.waiting.isEmpty else { return line.waiting.removeFirst() }
            line.free += 1
            return nil
        }
        next?.resume()
    }
}
