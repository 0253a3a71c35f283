import Domain

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A broker that reads its CRL file again on SIGHUP, found by its pid file.
///
/// The signal has no answer: Mosquitto reads the file a moment later, and says so only in its log. What proves that a
/// certificate is refused is a handshake, which is what `device.verify` looks for.
package struct BrokerProcess: Hashable, Sendable {
    package let pidFile: String
    /// What the process must be called: a pid file that was left behind may name somebody else's process by now, which
    /// the signal would end.
    package let name: String

    package init(pidFile: String, name: String = "mosquitto") {
        self.pidFile = pidFile
        self.name = name
    }

    /// Tells it to read its CRL again.
    func reload() throws(OperatorError) {
        let attempted = "tell the broker to read the new CRL"
        let process = try process(attempted)
        guard kill(process, SIGHUP) == 0 else {
            switch errno {
            case ESRCH: throw notRunning(attempted, process)
            default:
                throw OperatorError(
                    attempted: attempted,
                    reason: "SIGHUP to process \(process): \(String(cString: strerror(errno)))",
                    remedy: "run cordon as the broker's user or with CAP_KILL; until then send it by hand: "
                        + "kill -HUP \(process)"
                )
            }
        }
    }

    /// Which process it is now: its number, and when it was started, in the kernel's ticks since the machine was. Nil
    /// where there is none.
    var identity: Identity? {
        guard let process = try? self.process("look for the broker") else { return nil }
        return Identity(process: "\(process)", start: Self.start(of: process))
    }

    struct Identity {
        let process: String
        /// Nil where it is hidden from this process.
        let start: String?

        init(process: String, start: String?) { (self.process, self.start) = (process, start) }

        /// The stored spelling: `4711@123456`, or `4711@?`.
        var text: String { "\(process)@\(start ?? "?")" }

        init?(text: String) {
            let parts = text.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2 else { return nil }
            self.init(process: parts[0], start: parts[1] == "?" ? nil : parts[1])
        }
    }

    private func process(_ attempted: String) throws(OperatorError) -> pid_t {
        let text: String
        do throws(FileFailure) {
            text = String(decoding: try OpenFile(pidFile, O_RDONLY).contents(bytesMax: 4_096) ?? [], as: UTF8.self)
        } catch {
            throw OperatorError(
                attempted: attempted,
                reason: "its pid file cannot be read: \(error.reason)",
                remedy: "start the broker, or set 'pid_file' in its configuration to this path"
            )
        }
        guard let process = pid_t(text.filter { !$0.isWhitespace }), process > 1 else {
            throw OperatorError(
                attempted: attempted,
                reason: "\(pidFile) does not hold the number of a process",
                remedy: "restart the broker, which writes the file"
            )
        }
        guard kill(process, 0) == 0 || errno == EPERM else { throw notRunning(attempted, process) }
        if let found = Self.name(of: process), found != name {
            throw OperatorError(
                attempted: attempted,
                reason: "\(pidFile) names process \(process), which is '\(found)' and not '\(name)'",
                remedy: "start the broker, which writes the file anew"
            )
        }
        return process
    }

    private func notRunning(_ attempted: String, _ process: pid_t) -> OperatorError {
        OperatorError(
            attempted: attempted,
            reason: "\(pidFile) names process \(process), which does not exist",
            remedy: "start the broker: it reads the CRL as it starts"
        )
    }

    /// `nil` where the system does not say.
    private static func name(of process: pid_t) -> String? {
        text(of: "/proc/\(process)/comm").map { text in String(text.prefix { $0 != "\n" }) }
    }

    /// `nil` where the system does not say.
    private static func start(of process: pid_t) -> String? {
        // The process's name before these stands in parentheses, and may hold anything.
        let fields = text(of: "/proc/\(process)/stat")?.split(separator: ")").last?.split(separator: " ") ?? []
        // The 22nd of proc(5), where the first of these is the third.
        return fields.count > 19 ? String(fields[19]) : nil
    }

    private static func text(of path: String) -> String? {
        do throws(FileFailure) {
            return try OpenFile(path, O_RDONLY).contents(bytesMax: 4_096).map { String(decoding: $0, as: UTF8.self) }
        } catch {
            return nil
        }
    }
}
