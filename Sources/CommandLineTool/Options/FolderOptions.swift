import ArgumentParser
import Domain
import Ports
import Quarantine
import Registries
import StoreSQLite

/// Where the working folder is. Every command that needs one takes it.
struct FolderOptions: ParsableArguments {
    @Option(name: .long, help: "The working folder that 'cordon init' made.")
    var folder = "."

    var working: WorkingFolder { WorkingFolder(folder) }

    func settings(_ options: [String: String] = [:]) throws -> Settings {
        try Settings(folder: working, options: options)
    }
}

// What commands want from there.
extension FolderOptions {
    func history() throws -> SQLiteHistory { try settings().history() }

    /// Runs in quarantine, and those that were given up.
    func quarantinedRuns() throws -> [RunID: QuarantinedArrival] {
        let contents = try settings().quarantine.contents()
        contents.complain()
        return contents.runs
    }

    /// What is stopped, whether the database says so or the file.
    func stops(_ history: any History) async throws(OperatorError) -> StopsInForce {
        let file = StopFile(working)
        return StopsInForce(
            try await history.stops(),
            file: file.isThrown() ? file.path : nil,
            because: file.reason,
            heldCount: try await history.heldByStopsCount()
        )
    }

    /// The built-in registry of the working folder.
    func registry() throws -> BuiltInRegistry {
        let settings = try settings()
        for (name, schema) in settings.connections {
            guard case .registry(let type) = schema else { continue }
            let registry = try ConnectionFactory(settings).registry(name, type)
            if let registry = registry as? BuiltInRegistry { return registry }
        }
        throw OperatorError(
            attempted: "open the built-in registry",
            reason: "\(ConfigurationFile.name) configures none",
            remedy: "add a connection of 'kind: built-in'"
        )
    }
}
