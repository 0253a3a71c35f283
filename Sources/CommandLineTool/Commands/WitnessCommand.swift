import ArgumentParser
import Domain
import Foundation
import Ledger
import Logging
import ServiceLifecycle
import UnixSignals
import Witness

/// `cordon witness`: watches audit logs of others, until it is told to stop.
struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Watches audit logs from another host, and cosigns what continues what it saw.",
        discussion: """
            It speaks C2SP tlog-witness: a log shows it each new checkpoint with a proof that nothing before it was changed. A \
            log that was rewritten, cut or put back is not cosigned, and both notes are kept. The first start makes its key; \
            every start prints the verifier key, for 'audit: witnesses' in the cordon.yaml of the logs.
            """
    )

    @Option(help: "The witness's own folder: its key, what it saw, and the evidence of what it refused.")
    var folder: String
    @Option(help: "The key of a log that it watches, as 'cordon audit key' prints it. May be given more than once.")
    var log: [String] = []
    @Option(help: "A file with such keys, one a line.")
    var logs: String?
    @Option(help: "Where to listen, such as 127.0.0.1:8788. Port 0 is any free one.")
    var listen = "127.0.0.1:8788"
    @Option(
        help: "What it is called, such as witness.example.com/plant-7. For the first start; its key keeps the name."
    )
    var name: String?

    func run() async throws {
        guard let (host, port) = Settings.address(listen) else {
            throw OperatorError(
                attempted: "listen on '\(listen)'",
                reason: "it is no address with a port",
                remedy: "write it as 127.0.0.1:8788"
            )
        }
        let keys = try WitnessedLogKeys(log, file: logs)
        guard let kept = try WitnessFolder.open(folder) else {
            throw OperatorError(
                attempted: "start a witness in \(folder)",
                reason: "another one works there",
                remedy: "stop that one first; two would each cosign"
            )
        }
        let key = try kept.key(name: name)
        LoggingSystem.bootstrap { label in StreamLogHandler.standardError(label: label) }
        let logger = Logger(label: "cordon.witness")
        let surroundings = SystemSurroundings()
        let desk = WitnessDesk(
            key: key,
            logs: try keys.logs.map { (keys) throws(OperatorError) in try kept.log(keys) },
            keeper: kept,
            surroundings: surroundings,
            logger: logger
        )
        let server = WitnessServer(host: host, port: port, desk: desk, surroundings: surroundings, logger: logger) {
            port in
            announce("witness key: \(key.witness)")
            announce("listening on http://\(host):\(port)")
        }
        let group = ServiceGroup(services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
    }
}
