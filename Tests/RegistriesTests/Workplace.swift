import Domain
import Foundation
import Registries
import Synchronization

/// A folder of its own with a CA and a registry in it, and a clock that stands still. Remove it in the end.
final class Workplace: Sendable {
    let folder: String
    let clock: TestClock
    let files: CertificateAuthorityFiles

    init(at now: Instant = .now) throws {
        folder = NSTemporaryDirectory() + "registries-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        clock = TestClock(now)
        files = CertificateAuthorityFiles(certificate: folder + "/ca.crt", key: folder + "/ca.key")
        _ = try files.create(named: "Test CA", validity: .days(3_650), surroundings)
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    var surroundings: RegistrySurroundings {
        RegistrySurroundings(
            now: { [clock] in clock.now },
            randomBytes: { count in (0..<count).map { _ in UInt8.random(in: .min ... .max) } }
        )
    }

    var crl: String { folder + "/broker.crl" }

    /// This process, which minds no SIGHUP, in the place of a broker.
    func deafBroker() throws -> BrokerProcess {
        // Not ignored: that would be inherited by the programs that other tests start.
        signal(SIGHUP) { _ in }
        let pidFile = folder + "/broker.pid"
        try "\(getpid())".write(toFile: pidFile, atomically: true, encoding: .utf8)
        let name = try String(contentsOfFile: "/proc/self/comm", encoding: .utf8)
        return BrokerProcess(pidFile: pidFile, name: name.trimmingCharacters(in: .newlines))
    }

    func configuration(brokers: [BrokerProcess] = [], crlFiles: [String]? = nil) -> BuiltInRegistryConfiguration {
        BuiltInRegistryConfiguration(
            database: folder + "/registry.db",
            authority: files,
            crlFiles: crlFiles ?? [crl],
            brokers: brokers
        )
    }

    func registry(brokers: [BrokerProcess] = [], crlFiles: [String]? = nil) throws -> BuiltInRegistry {
        try BuiltInRegistry(configuration(brokers: brokers, crlFiles: crlFiles), surroundings)
    }

    /// A registry that knows these devices, each with a certificate, and has written its CRL.
    func stockedRegistry(with ids: DeviceID..., brokers: [BrokerProcess] = []) async throws -> BuiltInRegistry {
        let registry = try registry(brokers: brokers)
        for id in ids {
            _ = try await registry.record(DeviceDraft(id: id))
            _ = try await registry.issueCertificate(to: .device(id), into: folder)
        }
        try await registry.writeCRL()
        return registry
    }

    func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path))) }

    func list(_ path: String? = nil) throws -> RevocationList {
        try SignedRevocationList(pem: try bytes(path ?? crl)).list
    }

    func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }

    /// What `openssl verify -crl_check` says of a certificate of this folder.
    func verification(of name: String) throws -> CommandOutcome {
        try run(
            "openssl",
            ["verify", "-crl_check", "-CAfile", files.certificate, "-CRLfile", crl, "\(folder)/\(name).crt"]
        )
    }
}

/// A clock that moves when it is told to.
final class TestClock: Sendable {
    private let instant: Mutex<Instant>

    init(_ now: Instant) { instant = Mutex(now) }

    var now: Instant { instant.withLock { $0 } }

    func advance(by duration: Duration) { instant.withLock { $0 = $0 + duration } }
}

struct CommandOutcome {
    let status: Int32
    let output: String
}

/// Runs a command to its end; its output and its errors together.
func run(_ command: String, _ arguments: [String]) throws -> CommandOutcome {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.start()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return CommandOutcome(status: process.terminationStatus, output: String(decoding: data, as: UTF8.self))
}

extension Process {
    /// Starts it with no signal blocked. The threads of Swift's pool block all of them, and a child inherits that.
    func start() throws {
        var (none, before) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try run()
    }
}

extension Instant {
    /// Whole seconds, so that what is read back from a certificate is equal.
    static var now: Instant { Instant(millisecondsSinceEpoch: Int64(Date().timeIntervalSince1970) * 1_000) }
}

extension Duration {
    static func days(_ count: Int) -> Duration { .seconds(count * 24 * 3_600) }
}

extension DeviceID {
    static let pump = DeviceID(literal: "pump-1")
    static let valve = DeviceID(literal: "valve-1")

    init(literal text: String) {
        guard let id = DeviceID(text) else { preconditionFailure("\(text) is no device's id") }
        self = id
    }
}
