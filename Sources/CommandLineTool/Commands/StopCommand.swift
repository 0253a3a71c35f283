import ArgumentParser
import CEL
import Domain
import Foundation
import Response

/// `cordon stop`: the kill switch.
struct StopCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stops what Cordon does: everything, or a part of it.",
        discussion: """
            When it returns, nothing new begins in the scope; the answer counts what was under way already. Events are \
            still taken in, and runs wait: 'cordon resume' lets them go on. Of two stops of one scope the first stays, and \
            the answer says whose it is. --all also writes the file STOP into the working \
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
        guard scope == .everything else { return print(try await told(of: scope)) }
        let file = StopFile(folder.working)
        // Two ways, and each stops everything by itself: where one fails, the other is tried all the same.
        let written = Result { () throws(OperatorError) in
            try file.throwIt(because: reason, by: "person:\(NSUserName())")
        }
        let answer: String
        do {
            answer = try await told(of: scope)
        } catch {
            let asked = EngineClient.reason(of: error)
            if case .failure(let failure) = written { throw failure.and(asked) }
            print("stopped: everything, by the file \(file.path)")
            return print("How much was under way is not known: \(asked)")
        }
        print(answer)
        guard case .failure(let failure) = written else { return }
        print("The file STOP is not there beside it: could not \(failure.attempted): \(failure.reason)")
    }

    /// Tells the engine, and says what it answered.
    private func told(of scope: StopScope) async throws -> String {
        let client = EngineClient(settings: try folder.settings(), attempted: "stop \(scope.words)")
        let answer = try await client.post("/v1/stops", ["scope": .string(scope.text), "reason": .string(reason)])
        let stopped = "stopped: \(scope.words). \(Self.underWay(answer["count"]))"
        guard let former = answer.formerStop else { return stopped }
        return "\(stopped)\nIt was stopped before, by \(former). That stop stays, and one 'cordon resume' lifts both."
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

extension OperatorError {
    /// Neither way of stopping everything worked.
    fileprivate func and(_ reason: String) -> Self {
        Self(
            attempted: "stop everything",
            reason: "could not \(attempted): \(self.reason); and the engine was not told: \(reason)",
            remedy: "\(remedy). Nothing is stopped by this command"
        )
    }
}
