import Domain
import DurableFiles
import Foundation

/// What a process had in its hands when it ended, and how often that was so.
struct Suspects: Hashable, Sendable {
    /// Three times is no accident any more, and few enough that a sender still tries.
    static let crashesMax = 3
    /// More ended together than an engine takes in at once: the oldest are forgotten, and are counted anew.
    static let countMax = 10_000

    private(set) var crashes: [Digest: Int] = [:]
    private var order: [Digest] = []

    init() {}

    var isEmpty: Bool { crashes.isEmpty }

    subscript(digest: Digest) -> Int? { crashes[digest] }

    /// Counts an end of the process.
    /// - Returns: whether it was the last that is let pass.
    mutating func countCrash(of digest: Digest) -> Bool {
        let count = (crashes[digest] ?? 0) + 1
        guard count < Self.crashesMax else {
            clear(digest)
            return true
        }
        set(digest, count)
        return false
    }

    /// A person wants it tried once more: the next end of the process is its last.
    mutating func giveOneMoreTry(_ digest: Digest) { set(digest, Self.crashesMax - 1) }

    mutating func clear(_ digest: Digest) {
        guard crashes.removeValue(forKey: digest) != nil else { return }
        order.removeAll { $0 == digest }
    }

    /// Forgets all others.
    mutating func keepOnly(_ digests: Set<Digest>) {
        for digest in order where !digests.contains(digest) { clear(digest) }
    }

    private mutating func set(_ digest: Digest, _ count: Int) {
        if crashes.updateValue(count, forKey: digest) == nil { order.append(digest) }
        if order.count > Self.countMax { crashes[order.removeFirst()] = nil }
    }
}

// In a file: a line for each, the oldest first.
extension Suspects {
    var text: String { order.map { "\(crashes[$0] ?? 1) \($0)\n" }.joined() }

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 2, let count = Int(words[0]), let digest = Digest(hex: words[1]) else { continue }
            set(digest, count)
        }
    }

    init(file path: String) {
        self.init(FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? "")
    }

    /// Durable when it returns.
    func keep(in path: String) throws(OperatorError) {
        do throws(FileProblem) {
            try DurableFile.replace(path, Array(text.utf8))
        } catch {
            throw OperatorError(
                attempted: "\(error.verb) \(path)",
                reason: String(cString: strerror(error.code)),
                remedy: "check that the folder has room and belongs to this user"
            )
        }
    }
}
