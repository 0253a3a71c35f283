import Glibc
import Transport

/// A running `cordon witness`, and the folder that it is started in again.
package final class WitnessProcess: Sendable {
    package let url: String
    package let key: String
    private let process: ChildProcess
    private let client = HTTPClient()

    /// Starts it; returns when it accepts requests. The port stays its own, so that whoever knows its URL finds it again.
    package init(in folder: String, watching keys: [String], port: UInt16) async throws {
        let options = keys.flatMap { ["--log", $0] }
        let arguments = ["witness", "--folder", folder, "--listen", "127.0.0.1:\(port)"] + options
        let process = try await ChildProcess(try CordonBinary.path(), arguments)
        self.process = process
        url = try await eventual("the witness listens") {
            guard process.isRunning else { throw TestbedFailure("no witness started:\n\(process.errors.text)") }
            return process.output.rest(ofLine: "listening on ")
        }
        key = process.output.rest(ofLine: "witness key: ") ?? ""
    }

    deinit { client.shutdown() }

    package var log: String { process.errors.text }

    /// As a crash would.
    package func kill() async throws { try await process.kill() }

    /// `POST /add-checkpoint`.
    package func add(_ request: String) async throws -> (status: Int, body: String) {
        try await send("POST", "/add-checkpoint", request)
    }

    /// What it tells a person.
    package func overview() async throws -> String { try await send("GET", "/", "").body }

    private func send(_ method: String, _ path: String, _ body: String) async throws -> (status: Int, body: String) {
        let response = try await client.send(HTTPRequest(method: method, url: url + path, body: Array(body.utf8)))
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }
}
