import Actions
import Console
import Engine
import Intake
import Logging
import Ports
import Quarantine
import Registries
import Relays
import ServiceLifecycle
import StoreSQLite
import UnixSignals
import Witness

/// Everything that works while `cordon serve` does, each part as a service. They are stopped in the reverse order of their
/// start: first what takes events in, then the engine, once its effects have ended, then the connections that those needed.
struct EngineServices {
    private let assembly: Assembly
    private let engine: Engine
    private let check: StartCheck?
    private let tokens: FreshTokens
    private let verifier: TokenVerifier
    private let relays: [RelayRunner]
    private let reception: Reception
    /// The number of the first entry that this start writes.
    private let start: UInt64

    /// `check` is still to be made, beside the engine; nil where the log is known to be sound, or to be started on anyway.
    init(_ assembly: Assembly, _ engine: Engine, check: StartCheck?, tokens: FreshTokens) async throws {
        self.assembly = assembly
        self.engine = engine
        self.check = check
        self.tokens = tokens
        // Before anything looks at what the operator wrote: the first start makes the file.
        verifier = try tokens.load()
        relays = try RelayFactory(
            settings: assembly.settings,
            surroundings: assembly.surroundings,
            logger: assembly.logger
        ).runners()
        reception = Reception(
            engine,
            watch: assembly.quarantine,
            limits: try assembly.settings.limits(),
            logger: assembly.logger
        )
        start = try await assembly.settings.history().nextSequence()
    }

    /// As one: it ends when it is told to, or when any of them does.
    func group() throws -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: try all().map(Self.draining),
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(30)
        return ServiceGroup(configuration: configuration)
    }

    /// In the order of their start.
    private func all() throws -> [any Service] {
        var services = [brokers] + registries.map(revocationList)
        if !relays.isEmpty { services.append(RelayService(runners: relays, surroundings: surroundings)) }
        services.append(EngineService(engine: engine))
        services += try recording()
        services += try registries.map(reconciliation)
        let collector = try collector()
        // A service that has nothing to do would end, and the others with it.
        if collector.hasWitnesses { services.append(CosignatureService(collector: collector)) }
        services.append(try console(collector.board))
        return services + (try sources())
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

    private var settings: Settings { assembly.settings }
    private var surroundings: SystemSurroundings { assembly.surroundings }
    private var logger: Logger { assembly.logger }

    // MARK: - Where commands go, and what is asked

    private var brokers: any Service {
        BrokerService(
            brokers: Array(assembly.connections.brokers.values),
            surroundings: surroundings,
            logger: logger
        )
    }

    private var registries: [BuiltInRegistry] {
        assembly.connections.registries.values.compactMap { $0 as? BuiltInRegistry }
    }

    private func revocationList(of registry: BuiltInRegistry) -> any Service {
        RevocationListService(registry: registry, surroundings: surroundings, logger: logger)
    }

    private func reconciliation(with registry: BuiltInRegistry) throws -> any Service {
        ReconciliationService(
            history: try settings.history(),
            registry: registry,
            surroundings: surroundings,
            logger: logger
        )
    }

    // MARK: - The audit log

    /// What is written into it beside the engine's own work, and what is done with it.
    private func recording() throws -> [any Service] {
        var services: [any Service] = [try startNotes(), quarantined]
        if let check { services.append(LongCheckService(check: check, surroundings: surroundings, logger: logger)) }
        if let keep = try settings.auditKeep() { services.append(try archiving(after: keep)) }
        return services
    }

    private func startNotes() throws -> any Service {
        StartNotesService(
            loaded: settings.loadedFiles(engine.playbooks),
            log: try settings.auditLog(),
            start: start,
            recorder: engine,
            surroundings: surroundings,
            logger: logger
        )
    }

    private var quarantined: any Service {
        QuarantineService(
            quarantine: assembly.quarantine,
            recorder: engine,
            surroundings: surroundings,
            logger: logger
        )
    }

    private func archiving(after keep: Duration) throws -> any Service {
        let archiver = Archiver(
            history: try settings.history(),
            store: assembly.store,
            folder: settings.archiveFolder,
            keys: assembly.identity.keysOfLog
        )
        return ArchiveService(
            archiver: archiver,
            keep: keep,
            recorder: engine,
            surroundings: surroundings,
            logger: logger
        )
    }

    private func collector() throws -> CosignatureCollector {
        CosignatureCollector(
            try settings.witnesses(),
            archive: SQLiteArchive(
                store: assembly.store,
                history: try settings.history(),
                older: settings.archiveFolder
            ),
            surroundings: surroundings,
            logger: logger
        )
    }

    // MARK: - What comes in

    private func console(_ witnesses: any WitnessReporter) throws -> any Service {
        let parts = try consoleParts(witnesses)
        let configuration = try settings.console()
        let scheme = configuration.certificate == nil ? "http" : "https"
        return try ConsoleServer(configuration, parts) { [tokens] port in
            tokens.tell { announce("\($0) token: \($1)") }
            announce("listening on \(scheme)://\(configuration.host):\(port)")
        }
    }

    private func consoleParts(_ witnesses: any WitnessReporter) throws -> ConsoleParts {
        let history = try settings.history()
        return ConsoleParts(
            reception: reception,
            starter: EngineRunStarter(engine: engine, playbooks: engine.playbooks),
            orders: EngineOrderTaker(engine: engine),
            quarantine: EngineQuarantineKeeper(
                quarantine: assembly.quarantine,
                recorder: engine,
                reception: reception,
                history: history,
                surroundings: surroundings
            ),
            redactor: EngineRedactor(
                log: DatabaseLog(history: try settings.history(), archive: settings.archiveFolder),
                store: assembly.store,
                recorder: engine,
                surroundings: surroundings
            ),
            recorder: engine,
            history: history,
            status: StatusWithRelays(engine: engine, relays: relays),
            witnesses: witnesses,
            tokens: verifier,
            surroundings: surroundings,
            limits: try settings.limits(),
            logger: logger
        )
    }

    private func sources() throws -> [any Service] {
        try settings.intakeConnections.map { name in
            let source = MQTTEventSource(
                name: name,
                settings: try ConnectionFactory(settings).intake(name),
                topics: settings.topics(on: name),
                surroundings: surroundings,
                logger: logger
            )
            return SourceService(source: source, reception: reception)
        }
    }
}
