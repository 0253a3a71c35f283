import Actions
import ArgumentParser
import Console
import Domain
import Engine
import Foundation
import Intake
import Ledger
import Logging
import Ports
import Registries
import Relays
import ServiceLifecycle
import StoreSQLite
import UnixSignals
import Witness

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
        let options = ["listen": listen, "mode": mode].compactMapValues(\.self)
        let settings = try folder.settings(options)
        // What keeps the engine from doing its work later is said now: a broker's authority that is not there, a bad port.
        let wrong = ConfigurationReview.findings(of: settings)
        guard wrong.isEmpty else { throw ConfigurationRejected.problems(wrong, settings.file.source) }
        LoggingSystem.bootstrap { label in StreamLogHandler.standardError(label: label) }
        var logger = Logger(label: "cordon")
        logger.logLevel = settings.logLevel
        guard var assembly = try Assembly(settings, logger: logger) else {
            throw OperatorError(
                attempted: "start the engine on \(settings.state)",
                reason: "another engine works on it",
                remedy: "stop that one first; two would each act"
            )
        }
        // Before any run goes on. Where somebody else is quicker from here on, the engine drains.
        try await listening(settings).tryAddress()
        let rotation = try await assembly.rotation()
        let check = StartCheck(settings: settings, identity: assembly.identity)
        // What is to be started on in spite of what is wrong has to be known, however long the log is.
        let isLookedAtLater = check.isLong && !despiteAudit
        let findings = isLookedAtLater ? [] : try await check.findings()
        guard findings.isEmpty || despiteAudit else { throw StartCheck.refusal(findings) }
        let tokens = FreshTokens(settings.folder)
        do {
            let playbooks = try assembly.playbooks()
            let engine = try assembly.engine(playbooks, rotation: rotation, doubt: findings.first)
            let group = try group(assembly, engine, isLookedAtLater ? check : nil, tokens, logger)
            // Last, as it writes much: a start that fails is tried again and again.
            await assembly.store.stretchLog()
            try await group.run()
        } catch {
            tokens.discard()
            throw error
        }
    }

    /// In the order of their start; they stop in the reverse order.
    private func group(
        _ assembly: Assembly,
        _ engine: Engine,
        _ check: StartCheck?,
        _ tokens: FreshTokens,
        _ logger: Logger
    ) throws -> ServiceGroup {
        let playbooks = engine.playbooks
        if playbooks.isEmpty {
            logger.warning("\(PlaybookFolder.empty(assembly.settings.playbooks, "answer events from"))")
        }
        let relays = try RelayFactory(
            settings: assembly.settings,
            surroundings: assembly.surroundings,
            logger: logger
        ).runners()
        let limits = try assembly.settings.limits()
        let reception = Reception(engine, watch: assembly.quarantine, limits: limits, logger: logger)
        let registries = assembly.connections.registries.values.compactMap { $0 as? BuiltInRegistry }
        var services: [any Service] = [
            BrokerService(
                brokers: Array(assembly.connections.brokers.values),
                surroundings: assembly.surroundings,
                logger: logger
            )
        ]
        for registry in registries {
            let surroundings = assembly.surroundings
            services.append(RevocationListService(registry: registry, surroundings: surroundings, logger: logger))
        }
        if !relays.isEmpty {
            services.append(RelayService(runners: relays, surroundings: assembly.surroundings))
        }
        services.append(EngineService(engine: engine))
        services += try recording(assembly, engine, check, logger)
        for registry in registries {
            services.append(
                ReconciliationService(
                    history: try assembly.settings.history(),
                    registry: registry,
                    surroundings: assembly.surroundings,
                    logger: logger
                )
            )
        }
        let collector = try collector(assembly, logger)
        // A service that has nothing to do would end, and the others with it.
        if collector.hasWitnesses { services.append(CosignatureService(collector: collector)) }
        let starter = EngineRunStarter(engine: engine, playbooks: playbooks)
        services.append(try console(assembly, tokens, starter, reception, collector.board, relays))
        services += try sources(assembly, reception, logger)
        var configuration = ServiceGroupConfiguration(
            services: services.map(Self.draining),
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        return ServiceGroup(configuration: configuration)
    }

    /// Whatever ends around the engine, the engine drains, as at SIGTERM, and the process ends with what went wrong:
    /// cancelled, it would stop in the middle of its effects. How it ends itself is its own matter.
    private static func draining(_ service: any Service) -> ServiceGroupConfiguration.ServiceConfiguration {
        guard !(service is EngineService) else { return .init(service: service) }
        return .init(
            service: service,
            successTerminationBehavior: .gracefullyShutdownGroup,
            failureTerminationBehavior: .gracefullyShutdownGroup
        )
    }

    private func sources(
        _ assembly: Assembly,
        _ reception: Reception,
        _ logger: Logger
    ) throws -> [any Service] {
        try assembly.settings.intakeConnections.map { name in
            let source = MQTTEventSource(
                name: name,
                settings: try ConnectionFactory(assembly.settings).intake(name),
                topics: assembly.settings.topics(on: name),
                surroundings: assembly.surroundings,
                logger: logger
            )
            return SourceService(source: source, reception: reception)
        }
    }

    /// What is written into the audit log beside the engine's own work.
    private func recording(
        _ assembly: Assembly,
        _ engine: Engine,
        _ check: StartCheck?,
        _ logger: Logger
    ) throws -> [any Service] {
        let surroundings = assembly.surroundings
        let notes = StartNotesService(
            loaded: try assembly.settings.loadedFiles(engine.playbooks),
            path: "\(assembly.settings.state)/loaded",
            recorder: engine,
            surroundings: surroundings,
            logger: logger
        )
        let quarantined = QuarantineService(
            quarantine: assembly.quarantine,
            recorder: engine,
            surroundings: surroundings,
            logger: logger
        )
        var services: [any Service] = [notes, quarantined]
        if let check {
            services.append(LongCheckService(check: check, surroundings: assembly.surroundings, logger: logger))
        }
        if let keep = try assembly.settings.auditKeep() {
            let archiver = Archiver(
                history: try assembly.settings.history(),
                store: assembly.store,
                folder: assembly.settings.archiveFolder,
                keys: assembly.identity.keysOfLog
            )
            services.append(
                ArchiveService(
                    archiver: archiver,
                    keep: keep,
                    recorder: engine,
                    surroundings: surroundings,
                    logger: logger
                )
            )
        }
        return services
    }

    private func collector(_ assembly: Assembly, _ logger: Logger) throws -> CosignatureCollector {
        CosignatureCollector(
            try assembly.settings.witnesses(),
            archive: SQLiteArchive(
                store: assembly.store,
                history: try assembly.settings.history(),
                older: assembly.settings.archiveFolder
            ),
            surroundings: assembly.surroundings,
            logger: logger
        )
    }

    private func console(
        _ assembly: Assembly,
        _ tokens: FreshTokens,
        _ starter: EngineRunStarter,
        _ reception: Reception,
        _ witnesses: any WitnessReporter,
        _ relays: [RelayRunner]
    ) throws -> ConsoleServer {
        let settings = assembly.settings
        let parts = ConsoleParts(
            reception: reception,
            starter: starter,
            orders: EngineOrderTaker(engine: starter.engine),
            quarantine: EngineQuarantineKeeper(
                quarantine: assembly.quarantine,
                recorder: starter.engine,
                reception: reception,
                surroundings: assembly.surroundings
            ),
            redactor: EngineRedactor(
                log: DatabaseLog(history: try settings.history(), archive: settings.archiveFolder),
                store: assembly.store,
                recorder: starter.engine,
                surroundings: assembly.surroundings
            ),
            recorder: starter.engine,
            history: try settings.history(),
            status: StatusWithRelays(engine: starter.engine, relays: relays),
            witnesses: witnesses,
            tokens: try tokens.load(),
            surroundings: assembly.surroundings,
            limits: try settings.limits(),
            logger: assembly.logger
        )
        let configuration = try listening(settings)
        let scheme = configuration.certificate == nil ? "http" : "https"
        return try ConsoleServer(configuration, parts) { port in
            tokens.tell { announce("\($0) token: \($1)") }
            announce("listening on \(scheme)://\(configuration.host):\(port)")
        }
    }

    private func listening(_ settings: Settings) throws(OperatorError) -> ConsoleConfiguration {
        let (host, port) = try settings.listen()
        let certificate = settings.tls.map { ServerCertificate(certificateFile: $0.certificate, keyFile: $0.key) }
        return ConsoleConfiguration(host: host, port: port, certificate: certificate)
    }
}

/// A line on standard output that somebody waits for.
func announce(_ line: String) {
    FileHandle.standardOutput.write(Data("\(line)\n".utf8))
}
