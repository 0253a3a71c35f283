import ArgumentParser
import CEL
import Domain
import Foundation
import Ports
import Response
import StoreSQLite

/// `cordon approve`: agrees to a step that waits for it.
struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Agrees to a step that waits for people.",
        discussion: DecisionOptions.discussion
    )

    @OptionGroup var options: DecisionOptions

    func run() async throws { try await options.decide(agrees: true) }
}

/// `cordon reject`: refuses a step that waits for it.
struct RejectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reject",
        abstract: "Refuses a step that waits for people.",
        discussion: DecisionOptions.discussion
    )

    @OptionGroup var options: DecisionOptions

    func run() async throws { try await options.decide(agrees: false) }
}

struct DecisionOptions: ParsableArguments {
    static let discussion = """
        The token in CORDON_TOKEN says who decides: 'cordon tokens add' makes one for each person. Whoever started a run \
        does not agree to its steps.
        """

    @Argument(help: "The incident's id, or its beginning.")
    var incident: String
    @Argument(help: "The step; needed where several wait.")
    var step: String?
    @Option(help: "Why, for the audit log.")
    var reason = ""
    @OptionGroup var folder: FolderOptions

    func decide(agrees: Bool) async throws {
        let attempted = "\(agrees ? "approve" : "reject") a step of \(incident)"
        guard let detail = try await folder.history().incident(incident) else {
            throw OperatorError(
                attempted: attempted,
                reason: "there is no such incident, or several begin with that",
                remedy: "list them with 'cordon incidents'"
            )
        }
        let path = try chosen(of: try Timeline(detail).asking, attempted)
        let body: Value = [
            "run": .string(detail.incident.run.description), "step": .string(path), "agrees": .bool(agrees),
            "reason": .string(reason),
        ]
        _ = try await EngineClient(settings: folder.settings(), attempted: attempted).post("/v1/decisions", body)
        print("\(agrees ? "approved" : "rejected"): step '\(path)' of \(detail.incident.id)")
    }

    private func chosen(of asking: [String], _ attempted: String) throws(OperatorError) -> String {
        if let step { return step }
        guard asking.count == 1 else {
            throw OperatorError(
                attempted: attempted,
                reason: asking.isEmpty ? "none of its steps waits for people" : "several of its steps wait for people",
                remedy: asking.isEmpty ? "see 'cordon incidents show'" : "name one: \(asking.joined(separator: ", "))"
            )
        }
        return asking[0]
    }
}
