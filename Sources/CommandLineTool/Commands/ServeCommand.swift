import ArgumentParser
import Console
import Domain
import Engine
import Logging
import ServiceLifecycle
import StoreSQLite

/// `cordon serve`: the engine, until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the engine: takes events in, answers them, serves the API.",
        discussion: """
            SIGTERM and SIGINT drain: nothing new is taken in, what is under way ends, and then the process does. The \
            first start makes two tokens and prints them, once.
            """
    )

    @OptionGroup var folder: FolderOptions
    @Option(help: "Where to listen, such as 127.0.0.1:8787. Port 0 is any free one.")
    var listen: String?
    @Option(help: "observe, drill, ask or enforce; it can only tighten what the configuration and the playbooks say.")
    var mode: String?
    @Flag(
        help:
            "Start although the audit log does not verify, where it goes on from what was signed, and write that into it."
    )
    var despiteAudit = false

    func run() async throws {
        let settings = try settings()
        var assembly = try await assembly(settings)
        // Before any run goes on. Where somebody else is quicker from here on, the engine drains.
        try await settings.console().tryAddress()
        let rotation = try await assembly.rotation()
        let (doubt, check) = try await look(StartCheck(settings: settings, identity: assembly.identity))
        let tokens = FreshTokens(settings.folder)
        do {
            let engine = try assembly.engine(try assembly.playbooks(), rotation: rotation, doubt: doubt)
            if engine.playbooks.isEmpty {
                assembly.logger.warning("\(PlaybookFolder.empty(settings.playbooks, "answer events from"))")
            }
            let services = try await EngineServices(assembly, engine, check: check, tokens: tokens)
            let group = try services.group()
            // Last, as it writes much: a start that fails is tried again and again.
            await assembly.store.stretchLog()
            try await group.run()
        } catch {
            tokens.discard()
            throw error
        }
    }

    /// What keeps the engine from doing its work later is said now: a broker's authority that is not there, a bad port.
    private func settings() throws -> Settings {
        let options = ["listen": listen, "mode": mode].compactMapValues(\.self)
        let settings = try folder.settings(options)
        let wrong = ConfigurationReview.findings(of: settings)
        guard wrong.isEmpty else { throw ConfigurationRejected.problems(wrong, settings.file.source) }
        return settings
    }

    private func assembly(_ settings: Settings) async throws -> Assembly {
        LoggingSystem.bootstrap { label in StreamLogHandler.standardError(label: label) }
        var logger = Logger(label: "cordon")
        logger.logLevel = settings.logLevel
        if let assembly = try await Assembly(settings, logger: logger) { return assembly }
        throw OperatorError(
            attempted: "start the engine on \(settings.state)",
            reason: "another engine works on it",
            remedy: "stop that one first; two would each act"
        )
    }

    /// Looks at the audit log, unless it is so long that it is looked at beside the engine.
    /// - Returns: what is wrong with it, where the engine is to start all the same; and what is left to look at.
    private func look(_ check: StartCheck) async throws -> (doubt: String?, later: StartCheck?) {
        // What is to be started on in spite of what is wrong has to be known, however long the log is.
        if check.isLong, !despiteAudit { return (nil, check) }
        let findings = try await check.findings()
        guard findings.isEmpty || despiteAudit else { throw StartCheck.refusal(findings) }
        return (findings.first, nil)
    }
}
