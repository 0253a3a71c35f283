import Console
import Foundation

/// A certificate for 127.0.0.1 that vouches for itself, by `openssl`; gone when the test is.
final class TestCertificate: Sendable {
    private let folder: URL
    let server: ServerCertificate

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "console-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        server = ServerCertificate(
            certificateFile: folder.appending(path: "server.pem").path(),
            keyFile: folder.appending(path: "server.key").path()
        )
        _ = try Self.openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=console "
                + "-addext subjectAltName=IP:127.0.0.1 -keyout \(server.keyFile) -out \(server.certificateFile)"
        )
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Whether a handshake with this version of TLS succeeds.
    func handshake(_ port: Int, _ version: String) async throws -> Bool {
        // On a thread of its own: the console, in this process, must not wait for a thread that waits for it.
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                let arguments = "s_client -connect 127.0.0.1:\(port) \(version) -cipher ALL:@SECLEVEL=0"
                continuation.resume(with: Result { try Self.openssl(arguments) == 0 })
            }
        }
    }

    private static func openssl(_ arguments: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/openssl")
        process.arguments = arguments.split(separator: " ").map(String.init)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
