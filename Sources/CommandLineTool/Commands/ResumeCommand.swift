import ArgumentParser
import CEL
import Domain
import Response
import StoreSQLite

/// `cordon resume`: lifts a stop.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Lifts a stop: what it held goes on.",
        discussion: """
            What another stop covers too stays where it is. A scope has one stop, whoever asked for it again: where it was \
            not yours, the answer says whose you lifted. Look at 'cordon holds' first: runs that wait since the stop go \
            on at once. --all also removes the file STOP. The token in CORDON_TOKEN says who lifts it.
            """
    )

    @OptionGroup var scope: ScopeOptions
    @Option(help: "Why, for the audit log.")
    var reason = ""
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let scope = try scope.scope()
        guard scope == .everything else { return print(try await told(of: scope)) }
        let file = StopFile(folder.working)
        // Two things stop everything. Each is taken back though the other cannot be.
        let removed = Result { () throws(OperatorError) in try file.takeBack() }
        if case .success(true) = removed { print("removed: the file \(file.path)") }
        do {
            print(try await told(of: scope))
        } catch {
            guard case .success(true) = removed else { throw error }
            print("The engine was not told anything else: \(EngineClient.reason(of: error))")
            if !reason.isEmpty { print("The audit log will say that the file is gone, and not why.") }
            try await sayWhatStands()
        }
        _ = try removed.get()
    }

    /// Tells the engine, and says what it answered.
    private func told(of scope: StopScope) async throws -> String {
        let client = EngineClient(settings: try folder.settings(), attempted: "let \(scope.words) go on")
        let answer = try await client.post(
            "/v1/resumes",
            ["scope": .string(scope.text), "reason": .string(reason)]
        )
        let count: Int64 = if case .int(let count)? = answer["count"] { count } else { 0 }
        let steps = count == 1 ? "1 step goes" : "\(count) steps go"
        let former = answer.formerStop.map { "\nThat was the stop of \($0)." } ?? ""
        let resumed = "resumed: \(scope.words). \(steps) on.\(former)"
        let rest = StopScope.list(answer["stopped"])
        return rest.isEmpty ? resumed : "\(resumed)\nStill stopped: \(rest.map(\.words).joined(separator: ", "))."
    }

    /// The file was one of two ways to stop everything, and the other stands until the engine hears otherwise.
    private func sayWhatStands() async throws {
        let stops = try await folder.history().stops()
        guard stops.contains(where: { $0.scope == .everything }) else {
            let words = stops.map(\.scope.words).joined(separator: ", ")
            return stops.isEmpty ? () : print("Still stopped: \(words).")
        }
        throw OperatorError(
            attempted: "let everything go on",
            reason: "the file is gone, and what the engine has recorded stands: everything is stopped",
            remedy: "repeat it while the engine runs, with your token in CORDON_TOKEN"
        )
    }
}
