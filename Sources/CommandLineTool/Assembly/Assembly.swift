import Actions
import Domain
import Engine
import Foundation
import Logging
import Playbooks
import Ports
import Quarantine
import Registries
import Response
import StoreSQLite
import Transport

/// From the settings to the parts of a running engine.
struct Assembly {
    let settings: Settings
    let logger: Logger
    let surroundings = SystemSurroundings()
    let connections: Connections
    private(set) var identity: Identity
    /// The one writer of the database.
    let store: SQLiteStore
    let quarantine: QuarantineWatch
    private let lock: FolderLock

    /// - Returns: `nil` where another process works on the state.
    init?(_ settings: Settings, logger: Logger) async throws {
        identity = try Identity.loadOrCreate(settings)
        guard let lock = try await settings.lock(within: .milliseconds(500)) else { return nil }
        self.lock = lock
        // Before the store: a registry that is not there is made only where there is no log yet.
        connections = try ConnectionFactory(settings).connections()
        store = try settings.store()
        quarantine = try QuarantineWatch(state: settings.state, now: surroundings.now(), logger: logger)
        self.settings = settings
        self.logger = logger
    }

    /// A new key for the audit log that takes over with this start, where one lies there.
    mutating func rotation() async throws(OperatorError) -> KeyRotation? {
        let history = try settings.history()
        if try await identity.completeRotation(settings.folder, history) {
            identity = try Identity.loadOrCreate(settings)
        }
        return try await identity.rotation(settings.folder, history)
    }

    /// The engine over `playbooks`. `doubt` is what is wrong with the audit log, where it starts all the same.
    func engine(
        _ playbooks: [Playbook],
        rotation: KeyRotation? = nil,
        takesUpRuns: Bool = true,
        doubt: String? = nil
    ) throws(OperatorError) -> Engine {
        let compiler = PlaybookFolder(connections: settings.connections, inputs: settings.inputs).compiler
        return Engine(
            EngineParts(
                rules: Rules(
                    actions: BuiltInActions.kinds,
                    installationKey: identity.installationKey,
                    mode: try settings.mode(),
                    actionLimits: settings.actionLimits
                ),
                playbooks: playbooks,
                drivers: BuiltInActions.drivers(connections, surroundings),
                store: store,
                registry: try registry(),
                surroundings: surroundings,
                stopSwitch: StopFile(settings.folder),
                // A rehearsal must not write over what an engine noted before it crashed.
                workInHand: takesUpRuns ? quarantine : NoWorkInHand(),
                ledger: identity.ledger(node: settings.node, rotation: rotation),
                limits: try settings.limits(),
                logger: logger,
                takesUpRuns: takesUpRuns,
                doubt: doubt
            ) { stored throws(PlaybookRejected) in try compiler.recompile(stored.text, file: stored.file) }
        )
    }

    /// Every playbook of the configured folder.
    func playbooks() throws(OperatorError) -> [Playbook] {
        let checked = PlaybookFolder(connections: settings.connections, inputs: settings.inputs)
            .check(try PlaybookFolder.files(below: settings.playbooks))
        let problems = checked.compactMap(\.problem)
        guard problems.isEmpty else {
            throw OperatorError(
                attempted: "load the playbooks of \(settings.playbooks)",
                reason:
                    "\(problems.count == 1 ? "one of them has" : "\(problems.count) of them have") problems\n\(problems.joined(separator: "\n"))",
                remedy: "mend them; 'cordon check' shows the same without starting anything"
            )
        }
        return checked.compactMap(\.playbook)
    }

    /// Where devices are looked up: the one registry that is configured.
    private func registry() throws(OperatorError) -> any DeviceRegistry {
        let names = connections.registries.keys.sorted()
        guard names.count == 1, let registry = connections.registries[names[0]] else {
            throw OperatorError(
                attempted: "choose the registry in which devices are looked up",
                reason: names.isEmpty ? "none is configured" : "there are several: \(names.joined(separator: ", "))",
                remedy: "configure exactly one connection of a registry kind, such as 'kind: built-in'"
            )
        }
        return registry
    }
}
