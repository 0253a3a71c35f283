import CEL
import Configuration
package import Domain
import Foundation
import Ledger
import Logging
package import Playbooks
import Quarantine
package import Response
import StoreSQLite

/// The settings of this process: options come before the environment (`CORDON_…`), and the environment before the file.
///
/// A mode is the exception: whatever says it can only tighten it.
package struct Settings {
    package let folder: WorkingFolder
    let connections: [String: ConnectionSchema]
    let intakeConnections: [String]
    let relays: [RelayDeclaration]
    /// What this environment gives to inputs, by playbook and input.
    let inputs: [String: [String: Value]]
    /// How many devices an action may reach, over all playbooks.
    package let actionLimits: [String: ActionLimit]
    let file: ConfigurationFile
    private let reader: ConfigReader
    private let modes: [String]
    private let environment: [String: String]

    package init(
        folder: WorkingFolder,
        options: [String: String] = [:],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationRejected) {
        let file = try ConfigurationFile(path: folder.configuration)
        guard file.problems.isEmpty else { throw .problems(file.problems, file.source) }
        self.init(folder: folder, file: file, options: options, environment: environment)
    }

    /// What can be had of a file that may have problems.
    init(
        folder: WorkingFolder,
        file: ConfigurationFile,
        options: [String: String] = [:],
        environment: [String: String]
    ) {
        self.folder = folder
        self.file = file
        self.environment = environment
        connections = file.connections
        intakeConnections = file.intakeConnections
        relays = file.relays
        inputs = file.inputs
        actionLimits = file.actionLimits
        let layers = [
            ConfigReader(provider: InMemoryProvider(values: Self.values(of: options))),
            ConfigReader(
                provider: EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "cordon")
            ),
            ConfigReader(provider: InMemoryProvider(values: file.values)),
        ]
        modes = layers.compactMap { $0.string(forKey: "mode") }
        reader = ConfigReader(providers: [
            InMemoryProvider(values: Self.values(of: options)),
            EnvironmentVariablesProvider(environmentVariables: environment).prefixKeys(with: "cordon"),
            InMemoryProvider(values: file.values),
        ])
    }

    /// The tightest mode that anybody asked for.
    package func mode() throws(OperatorError) -> Playbook.Mode {
        var mode = Playbook.Mode.enforce
        for text in modes {
            guard let asked = Playbook.Mode(text: text) else {
                throw OperatorError(
                    attempted: "read 'mode'",
                    reason: "'\(text)' is none",
                    remedy: "use one of \(Playbook.Mode.allCases.map(\.text).joined(separator: ", "))"
                )
            }
            mode = min(mode, asked)
        }
        return mode
    }

    var playbooks: String { path("playbooks") ?? folder.path("playbooks") }
    var state: String { path("state") ?? folder.path("state") }
    /// The audit log, and where every run is.
    var database: String { "\(state)/cordon.sqlite" }
    /// Whether an engine has been at work here.
    var hasLog: Bool { FileManager.default.fileExists(atPath: database) }
    /// What is kept from the engine.
    var quarantine: QuarantineFolder { QuarantineFolder(state: state) }
    /// Where older entries of the audit log go.
    var archiveFolder: ExportFolder { ExportFolder(path: "\(state)/archive") }

    /// The database as it is read, beside the engine that writes it.
    func history(standsStill: Bool = false) throws(OperatorError) -> SQLiteHistory {
        try SQLiteHistory(path: database, standsStill: standsStill)
    }

    /// The database for whoever holds the lock: it has one writer.
    func store() throws(OperatorError) -> SQLiteStore { try SQLiteStore(path: database) }

    /// The right to write there, for as long as it is held.
    /// - Returns: `nil` where another process has it.
    func lock() throws(OperatorError) -> FolderLock? { try FolderLock.take("\(state)/engine.lock") }

    /// The same, where it may be a command that has it, for as long as it writes an entry. It is asked for again and again:
    /// who waits for a lock of the system holds a thread.
    func lock(within patience: Duration) async throws -> FolderLock? {
        let end = ContinuousClock.now + patience
        while true {
            if let lock = try lock() { return lock }
            guard ContinuousClock.now < end else { return nil }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// After how long entries go there; nil where they stay in the database.
    func auditKeep() throws(OperatorError) -> Duration? {
        guard let text = text("audit", "keep_days") else { return nil }
        guard let days = Int(text), Self.keptDays.contains(days) else {
            throw OperatorError(
                attempted: "read 'audit.keep_days'",
                reason: "'\(text)' is no number from \(Self.keptDays.lowerBound) to \(Self.keptDays.upperBound)",
                remedy: "write it as 400"
            )
        }
        return .seconds(86_400 * days)
    }

    static let keptDays = 1...36_500

    /// Where they are, where there are some.
    var auditArchive: ExportFolder? { archiveFolder.exists ? archiveFolder : nil }

    /// What the operator wrote and the engine goes by.
    package func loadedFiles(_ playbooks: [Playbook]) -> LoadedFiles {
        var loaded = LoadedFiles()
        for playbook in playbooks { loaded.playbooks[playbook.name] = playbook.digest }
        let configuration = FileManager.default.contents(atPath: folder.configuration) ?? Data()
        loaded.files[ConfigurationFile.name] = Digest(of: configuration)
        // Who may use the API is in it: a line that somebody adds or takes out by hand is to be seen.
        loaded.files[WorkingFolder.tokensName] = folder.tokensDigest
        let variables = EnvironmentReview.settings(in: environment, self).sorted { $0.key < $1.key }
        let lines = variables.map { "\($0.key)=\($0.value)\n" }.joined()
        loaded.files[LoadedFiles.environment] = Digest(of: lines.utf8)
        loaded.variables = variables.map(\.key)
        return loaded
    }

    /// The installation's own log; for whoever compares its parts, as it stands now.
    package func auditLog(standsStill: Bool = false) throws(OperatorError) -> DatabaseLog {
        DatabaseLog(history: try history(standsStill: standsStill), archive: auditArchive)
    }

    var node: String { text("node") ?? ProcessInfo.processInfo.hostName }
    var logLevel: Logger.Level { text("log_level").flatMap(Logger.Level.init(rawValue:)) ?? .info }

    /// Host and port; the loopback interface unless said otherwise.
    package func listen() throws(OperatorError) -> (host: String, port: Int) {
        let text = text("listen") ?? "127.0.0.1:8787"
        guard let address = Self.address(text) else {
            throw OperatorError(
                attempted: "read 'listen'",
                reason: "'\(text)' is no address with a port",
                remedy: "write it as 127.0.0.1:8787"
            )
        }
        return address
    }

    /// A host and a port as one writes them: `127.0.0.1:8787`, `[::1]:8787`.
    static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        return (text[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]")), port)
    }

    var tls: (certificate: String, key: String)? {
        guard let certificate = path("tls", "certificate"), let key = path("tls", "key") else { return nil }
        return (certificate, key)
    }

    /// How many events a second one sender may bring.
    static let eventRates = 1...1_000_000

    /// The engine's bounds, as far as they can be set.
    package func limits() throws(OperatorError) -> Limits {
        var limits = Limits()
        guard let text = text("intake", "events_per_second") else { return limits }
        guard let rate = Int(text), Self.eventRates.contains(rate) else {
            throw OperatorError(
                attempted: "read 'intake.events_per_second'",
                reason: "'\(text)' is no number from \(Self.eventRates.lowerBound) to \(Self.eventRates.upperBound)",
                remedy: "write it as 1000"
            )
        }
        limits.eventsPerSecondMax = rate
        return limits
    }

    func topics(on connection: String) -> [String] {
        words(at: ["intake", "mqtt", connection])
    }

    func words(at path: [String]) -> [String] { reader.stringArray(forKey: ConfigKey(path)) ?? [] }

    package func text(_ path: String...) -> String? { text(at: path) }

    func text(at path: [String]) -> String? { reader.string(forKey: ConfigKey(path)) }

    /// A file's path; one that is relative counts from the working folder.
    func path(_ path: String...) -> String? { reader.string(forKey: ConfigKey(path)).map(folder.path) }

    private static func values(of options: [String: String]) -> [AbsoluteConfigKey: ConfigValue] {
        Dictionary(
            uniqueKeysWithValues: options.map { key, value in
                (AbsoluteConfigKey([key]), ConfigValue(.string(value), isSecret: false))
            }
        )
    }
}
