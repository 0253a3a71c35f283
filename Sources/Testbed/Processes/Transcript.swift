import Foundation
import Glibc
import Synchronization

/// What a process has written to a pipe so far, read on a thread of its own so that the pipe never fills up.
package final class Transcript: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var isComplete = false
    }

    private let state = Mutex(State())

    package var text: String { String(decoding: state.withLock(\.bytes), as: UTF8.self) }

    /// Whether the process, and whoever inherited the pipe, has closed it.
    package var isComplete: Bool { state.withLock(\.isComplete) }

    /// Whole lines, without their ends.
    package var lines: [String] {
        let text = text
        guard let end = text.lastIndex(where: \.isNewline) else { return [] }
        return text[..<end].split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The rest of the first line that begins so.
    package func rest(ofLine beginning: String) -> String? {
        lines.first { $0.hasPrefix(beginning) }.map { String($0.dropFirst(beginning.count)) }
    }

    /// Reads until the end, then closes the descriptor.
    func follow(_ descriptor: Int32) {
        Thread.detachNewThread { [self] in
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                state.withLock { $0.bytes += buffer[..<count] }
            }
            close(descriptor)
            state.withLock { $0.isComplete = true }
        }
    }
}
