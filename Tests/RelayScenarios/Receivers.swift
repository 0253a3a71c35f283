import Foundation
import Testbed

/// The programs of `Tests/Receivers`, and the one that stands in for AWS: written by others than what they test.
enum Receivers {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Installed by `scripts/setup test`.
    static let moto = root.appending(path: ".build/moto/bin/moto_server").path()

    static var hasMoto: Bool { FileManager.default.isExecutableFile(atPath: moto) }

    /// Starts one; returns when it listens.
    static func start(_ name: String, _ arguments: String...) async throws -> (process: ChildProcess, port: Int) {
        let script = root.appending(path: "Tests/Receivers/\(name).py").path()
        let process = try await ChildProcess("/usr/bin/env", ["python3", "-B", script] + arguments)
        let port = try await eventual("\(name) listens") {
            guard process.isRunning else { throw TestbedFailure("\(name): \(process.errors.text)") }
            return process.output.rest(ofLine: "port ").flatMap { Int($0) }
        }
        return (process, port)
    }
}
