import Foundation
import Synchronization

/// One working folder of Cordon and the program that works on it.
package final class CordonInstallation: Sendable {
    /// What the first start printed, once and never again.
    package struct Tokens: Hashable, Sendable {
        package let intake: String
        package let admin: String
    }

    package let folder: WorkingFolder
    private let program: String
    /// Settings that go before those of `cordon.yaml`.
    private let environment = Mutex<[String: String]>([:])
    private let kept = Mutex<Tokens?>(nil)

    /// Makes the folder with `cordon init`.
    package init(in root: String) async throws {
        folder = WorkingFolder(root)
        program = try CordonBinary.path()
        set("CORDON_LISTEN", "127.0.0.1:0")
        try await succeed(Command.run(program, ["init", root]), "cordon init")
    }

    package func set(_ name: String, _ value: String?) { environment.withLock { $0[name] = value } }

    /// From now on commands that need an engine ask this one: each listens on a port of its own.
    package func ask(_ engine: CordonProcess) { set("CORDON_LISTEN", String(engine.url.dropFirst("http://".count))) }

    package var tokens: Tokens? { kept.withLock(\.self) }

    /// Runs a command on the folder; options go after the sub-command.
    package func run(_ arguments: String...) async throws -> Command.Result {
        try await run(as: tokens?.admin, arguments)
    }

    /// The same as somebody else: whose token this is.
    package func run(as token: String, _ arguments: String...) async throws -> Command.Result {
        try await run(as: token, arguments)
    }

    package func run(as token: String?, _ arguments: [String]) async throws -> Command.Result {
        var variables = environment.withLock(\.self)
        variables["CORDON_TOKEN"] = token
        return try await Command.run(program, arguments + ["--folder", folder.root], environment: variables)
    }

    /// Where writing a file beyond so many KiB is an error of the disk for it.
    package func run(filesUpTo kibibytes: Int, _ arguments: String...) async throws -> Command.Result {
        let command = command(arguments + ["--folder", folder.root], filesUpTo: kibibytes)
        return try await Command.run(command.program, command.arguments, environment: environment.withLock(\.self))
    }

    private func command(_ arguments: [String], filesUpTo kibibytes: Int?) -> (program: String, arguments: [String]) {
        guard let kibibytes else { return (program, arguments) }
        // The signal would end it; ignored, the write itself fails. The shell counts in halves of a KiB.
        let script = #"trap '' XFSZ; ulimit -f \#(2 * kibibytes); exec "$0" "$@""#
        return ("/bin/sh", ["-c", script, program] + arguments)
    }

    package func record(_ devices: [DeviceRecord]) async throws {
        let list = folder.path("devices.csv")
        try DeviceRecord.csv(devices).write(toFile: list, atomically: true, encoding: .utf8)
        try await succeed(run("devices", "import", list), "cordon devices import")
    }

    package func issueCertificate(to device: String) async throws {
        try FileManager.default.createDirectory(atPath: folder.path("devices"), withIntermediateDirectories: true)
        try await succeed(run("certs", "issue", device, "--into", folder.path("devices")), "cordon certs issue")
    }

    /// Starts the engine; returns when it accepts events. Where `filesUpTo` is given, writing a file beyond so many KiB is
    /// an error of the disk for it.
    package func serve(filesUpTo kibibytes: Int? = nil) async throws -> CordonProcess {
        let command = command(["serve", "--folder", folder.root], filesUpTo: kibibytes)
        let process = try await ChildProcess(
            command.program,
            command.arguments,
            environment: environment.withLock(\.self)
        )
        let url = try await eventual("cordon accepts events") {
            guard process.isRunning else { throw TestbedFailure("cordon did not start:\n\(process.errors.text)") }
            return process.output.rest(ofLine: "listening on ")
        }
        let tokens = try keep(tokensPrinted(by: process))
        return CordonProcess(process, url: url, tokens)
    }

    private func tokensPrinted(by process: ChildProcess) -> Tokens? {
        guard let intake = process.output.rest(ofLine: "intake token: "),
            let admin = process.output.rest(ofLine: "admin token: ")
        else { return nil }
        return Tokens(intake: intake, admin: admin)
    }

    private func keep(_ printed: Tokens?) throws -> Tokens {
        try kept.withLock { kept in
            kept = kept ?? printed
            guard let tokens = kept else { throw TestbedFailure("cordon printed no tokens at its first start") }
            return tokens
        }
    }

    private func succeed(_ result: Command.Result, _ what: String) throws {
        guard result.isSuccess else {
            throw TestbedFailure("\(what) ended as \(result.ending):\n\(result.errors)\(result.output)")
        }
    }
}
