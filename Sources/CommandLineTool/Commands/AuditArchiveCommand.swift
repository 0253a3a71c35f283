import ArgumentParser
import Domain
import Engine
import Ledger
import StoreSQLite

/// `cordon audit archive`: old entries leave the database, and stay in the log.
extension AuditCommand {
    struct Archive: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Moves old entries out of the database, into a folder that verifies with it.",
            discussion: """
                They go into 'archive' in the state folder, in the form of an export, as whole tiles of 256 entries that a \
                checkpoint covers; 'show', 'verify', 'prove', 'export' and 'report' find them there. Back up both. While an \
                engine works on the folder, it does so itself once a day, where 'audit.keep_days' in cordon.yaml says after \
                how many days.
                """
        )

        @Option(help: "Entries older than so many days.")
        var olderThan: Int
        @OptionGroup var folder: FolderOptions

        func validate() throws {
            guard olderThan >= 0 else { throw ValidationError("--older-than is a number of days, 0 or more") }
        }

        func run() async throws {
            let settings = try folder.settings()
            guard let lock = try settings.lock() else {
                throw OperatorError(
                    attempted: "move entries into the archive",
                    reason: "an engine works on the folder",
                    remedy: "let it: say 'audit: {keep_days: \(olderThan)}' in cordon.yaml; or stop it first"
                )
            }
            defer { withExtendedLifetime(lock) {} }
            try Identity.demandNoRotation(settings.folder, attempted: "move entries into the archive")
            let surroundings = SystemSurroundings()
            let cutoff = surroundings.now() - .seconds(86_400 * olderThan)
            let identity = try Identity.load(settings)
            let store = try settings.store()
            let archiver = Archiver(
                history: try folder.history(),
                store: store,
                folder: settings.archiveFolder,
                keys: identity.verifierKeys
            )
            let moved = try await archiver.move(before: cutoff) {
                try await EngineAtRest.record(
                    .archived(before: cutoff, at: surroundings.now()),
                    store: store,
                    ledger: identity.ledger(node: settings.node),
                    surroundings: surroundings
                )
            }
            guard let moved else { return print("no whole tile of entries is that old") }
            print("entries \(moved.lowerBound) to \(moved.upperBound - 1) are in \(settings.archiveFolder.path)")
        }
    }
}
