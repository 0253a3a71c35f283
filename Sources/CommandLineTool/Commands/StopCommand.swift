import ArgumentParser
import CEL
import Domain
import Response

/// `cordon stop`: the kill switch.
struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stops what Cordon does: everything, or a part of it.",
        discussion: """
            When it returns, nothing new begins in the scope; the answer counts what was under way already. Events are \
            still taken in, and runs wait: 'cordon resume' lets them go on. --all also writes the file STOP into the working \
            folder, which works without the engine's answer and without its database. The token in CORDON_TOKEN says who \
            stops.
            """
    )

    @OptionGroup var scope: ScopeOptions
    @Option(help: "Why, for the audit log and for whoever finds it.")
    var reason = ""
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let scope = try scope.scope()
        if scope == .everything { try StopFile(folder.working).throwIt() }
        do {
            let client = EngineClient(settings: try folder.settings(), attempted: "stop \(scope.words)")
            let answer = try await client.post("/v1/stops", ["scope": .string(scope.text), "reason": .string(reason)])
            print("stopped: \(scope.words). \(Self.underWay(answer["count"]))")
        } catch let error as OperatorError where scope == .everything {
            print("stopped: everything, by the file \(StopFile(folder.working).path)")
            print("How much was under way is not known: \(error.reason)")
        }
    }

    private static func underWay(_ count: Value?) -> String {
        switch count {
        case .int(0)?: "Nothing was under way."
        case .int(1)?: "1 command was under way already; what becomes of it is still recorded."
        case .int(let count)?: "\(count) commands were under way already; what becomes of them is still recorded."
        default: ""
        }
    }
}
