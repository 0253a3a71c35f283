import Foundation
import Glibc
import Synchronization

/// A program that was started here, known by its process id and ended by it.
///
/// A thread of its own starts it and waits for its end. The kernel ends the program when that thread is gone, so nothing
/// outlives a test that crashes. Signals reach this very process or nobody: its id is not given back before it is known
/// to have ended.
package final class ChildProcess: Sendable {
    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        case signalled(Int32)
    }

    private struct State {
        var processID: pid_t = 0
        var startFailure: String?
        var ending: Ending?
    }

    package let output = Transcript()
    package let errors = Transcript()
    private let program: String
    private let state = Mutex(State())

    /// Starts it; `environment` is added to this process's own.
    package init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) async throws {
        self.program = program
        let command = Self.dyingWithParent([program] + arguments)
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        // Not `self`: the thread must not keep alive what ends the process.
        Thread.detachNewThread { [weak self] in
            guard let process = self?.start(command, variables) else { return }
            var information = siginfo_t()
            while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            guard let self else {
                waitpid(process, nil, 0)
                return
            }
            reap(process)
        }
        _ = try await eventual("\(program) was started") { try processIDIfStarted() }
    }

    deinit { signal(SIGKILL) }

    package var processID: Int32 { state.withLock(\.processID) }
    package var ending: Ending? { state.withLock(\.ending) }
    package var isRunning: Bool { ending == nil }

    /// Does nothing where it has ended.
    package func signal(_ number: Int32) {
        state.withLock { state in
            guard state.ending == nil, state.processID > 0 else { return }
            Glibc.kill(state.processID, number)
        }
    }

    /// Waits until it has ended and everything it wrote was read.
    package func ended(within limit: Duration = .seconds(20)) async throws -> Ending {
        try await eventual("\(program) ended", within: limit) {
            guard let ending, output.isComplete, errors.isComplete else { return nil }
            return ending
        }
    }

    /// As a crash would.
    package func kill() async throws {
        signal(SIGKILL)
        _ = try await ended()
    }

    private func processIDIfStarted() throws -> pid_t? {
        let state = state.withLock(\.self)
        if let failure = state.startFailure { throw TestbedFailure("start \(program): \(failure)") }
        return state.processID > 0 ? state.processID : nil
    }

    private func reap(_ process: pid_t) {
        state.withLock { state in
            var status: Int32 = 0
            waitpid(process, &status, 0)
            let number = status & 0x7F
            state.ending = number == 0 ? .exited((status >> 8) & 0xFF) : .signalled(number)
        }
    }

    /// `setpriv` puts the program in its own place after asking the kernel for the signal.
    private static func dyingWithParent(_ command: [String]) -> [String] {
        let setpriv = "/usr/bin/setpriv"
        guard access(setpriv, X_OK) == 0 else { return command }
        return [setpriv, "--pdeathsig", "KILL", "--"] + command
    }
}

extension ChildProcess {
    /// - Returns: its id, or `nil` where it could not be started.
    private func start(_ command: [String], _ variables: [String: String]) -> pid_t? {
        do {
            let toOutput = try Self.pipe(into: output)
            defer { close(toOutput) }
            let toErrors = try Self.pipe(into: errors)
            defer { close(toErrors) }
            let process = try Self.spawn(command, variables, output: toOutput, errors: toErrors)
            state.withLock { $0.processID = process }
            return process
        } catch {
            state.withLock { $0.startFailure = "\(error)" }
            return nil
        }
    }

    /// - Returns: the end to write to. Sockets, because they are born closed to every other program that is started.
    private static func pipe(into transcript: Transcript) throws -> Int32 {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw TestbedFailure("make a pipe: \(systemWords())") }
        transcript.follow(ends[0])
        return ends[1]
    }

    private static func spawn(
        _ command: [String],
        _ variables: [String: String],
        output: Int32,
        errors: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own, so that Ctrl-C reaches us alone; signals as a fresh shell would hand them down.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        let flags = Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var process: pid_t = 0
        var arguments = command.map { strdup($0) } + [nil]
        var environment = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + environment { free(text) } }
        let code = posix_spawn(&process, command[0], &actions, &attributes, &arguments, &environment)
        guard code == 0 else { throw TestbedFailure(String(cString: strerror(code))) }
        return process
    }
}
