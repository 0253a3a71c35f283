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
            What another stop covers too stays where it is. Look at 'cordon holds' first: runs that wait since the stop go \
            on at once. --all also removes the file STOP. The token in CORDON_TOKEN says who lifts it.
            """
    )

    @OptionGroup var scope: ScopeOptions
    @Option(help: "Why, for the audit log.")
    var reason = ""
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let scope = try scope.scope()
        let hadFile = scope == .everything ? try StopFile(folder.working).takeBack() : false
        if hadFile { print("removed: the file \(StopFile(folder.working).path)") }
        do {
            let client = EngineClient(settings: try folder.settings(), attempted: "let \(scope.words) go on")
            let answer = try await client.post(
                "/v1/resumes",
                ["scope": .string(scope.text), "reason": .string(reason)]
            )
            let count: Int64 = if case .int(let count)? = answer["count"] { count } else { 0 }
            print("resumed: \(scope.words). \(count == 1 ? "1 step goes" : "\(count) steps go") on.")
            let rest = StopScope.list(answer["stopped"])
            if !rest.isEmpty { print("Still stopped: \(rest.map(\.words).joined(separator: ", ")).") }
        } catch let error as OperatorError where hadFile {
            print("The engine was not told anything else: \(error.reason)")
            try await demandNothingRecorded()
        }
    }

    /// The file was one of two ways to stop everything, and the other stands until the engine hears otherwise.
    private func demandNothingRecorded() async throws {
        let stops = try await folder.history().stops()
        guard stops.contains(where: { $0.scope == .everything }) else { return }
        throw OperatorError(
            attempted: "let everything go on",
            reason: "the file is gone, and what the engine has recorded stands: everything is stopped",
            remedy: "repeat it while the engine runs, with your token in CORDON_TOKEN"
        )
    }
}
