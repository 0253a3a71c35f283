import Domain
import Foundation
import Ledger
import Logging
import Ports
import Relays
import Transport

/// Makes the configured relays of the audit log. Nothing is connected yet.
struct RelayFactory {
    let settings: Settings
    let surroundings: any Surroundings
    let logger: Logger

    func runners() throws(OperatorError) -> [RelayRunner] {
        guard !settings.relays.isEmpty else { return [] }
        let folder = "\(settings.state)/relays"
        try WorkingFolder.makePrivate(folder)
        let log = LogOfDatabase(history: try settings.history())
        let parts = RelayParts(
            client: HTTPClient(),
            surroundings: surroundings,
            environment: ProcessInfo.processInfo.environment.mapValues { Secret($0) },
            logger: logger
        )
        var runners: [RelayRunner] = []
        for declaration in settings.relays {
            runners.append(
                RelayRunner(
                    try relay(declaration, parts),
                    reader: log,
                    positions: RelayPositionFile(path: "\(folder)/\(declaration.name)"),
                    surroundings: surroundings,
                    logger: logger
                )
            )
        }
        return runners
    }

    private func relay(_ declaration: RelayDeclaration, _ parts: RelayParts) throws(OperatorError) -> ConfiguredRelay {
        let path = declaration.path
        let given = relaySettings(declaration)
        return ConfiguredRelay(
            name: declaration.name,
            relay: try declaration.type.init(given, parts),
            filter: RelayFilter(
                least: given.text("severity").flatMap(AuditSeverity.init(text:)) ?? .info,
                only: settings.words(at: path + ["only"]),
                except: settings.words(at: path + ["except"]),
                heartbeats: given.flag("heartbeats")
            ),
            start: given.text("from") == "beginning" ? .beginning : .now,
            withPrivate: given.flag("with_private")
        )
    }

    private func relaySettings(_ declaration: RelayDeclaration) -> RelaySettings {
        var values: [String: String] = [:]
        var secrets: [String: RelaySecret] = [:]
        for setting in declaration.settings {
            guard setting.shape != .actions, let text = settings.text(at: declaration.path + [setting.name]) else {
                continue
            }
            switch setting.shape {
            case .file: values[setting.name] = settings.folder.path(text)
            case .secretFile:
                let file = KeyFile(settings.folder.path(text))
                secrets[setting.name] = RelaySecret { () throws(OperatorError) in try file.readSecret() }
            case .text, .url, .port, .flag, .choice, .actions: values[setting.name] = text
            }
        }
        return RelaySettings(name: declaration.name, values: values, secrets: secrets)
    }
}
