import ArgumentParser
import CEL
import Domain
import Playbooks
import Ports
import Response
import StoreSQLite

/// What a person on the command line decides about: one step, or many holds.
struct DecisionOptions: ParsableArguments {
    static let discussion = """
        A step that asks for approval counts who agrees. A step that a guard holds goes on, past that guard, or its \
        run ends. A step at which a run stopped is sent anew, with a new key, or its run ends as it is. Who approves \
        says what they have read: the step alone answers a question; what holds a step takes --cause and --as-of, \
        and one that failed --anew and --as-of. 'cordon holds' lists all of it with the command for each, and ends \
        with those that let many pass at once: what comes later stays held until somebody has read that, too. The \
        token in CORDON_TOKEN says who decides: 'cordon tokens add' makes one for each person. Whoever started a run \
        does not agree to its steps.
        """

    @Argument(help: "The incident's id, or its beginning.")
    var incident: String?
    @Argument(help: "The step; needed where several wait.")
    var step: String?
    @Flag(
        help: "Decide about every hold of a guard, or about those of --playbook and --cause, instead of one incident."
    )
    var holds = false
    @Option(help: "With --holds: only those of this playbook.")
    var playbook: String?
    @Option(
        help:
            "Only where this is what holds it, which to approve it needs: protected, limit, action-limit, gateway, last-of-site, storm, flapping, canary, frozen, too-old, undecided, uncounted; or, to reject it, stopped."
    )
    var cause: String?
    @Option(
        help:
            "Only what waited by then: the moment that 'cordon holds' gives, as it stands there. To approve needs it, but for a question."
    )
    var asOf: String?
    @Flag(help: "To approve: have the step that failed, or that is in doubt, sent once more.")
    var anew = false
    @Option(help: "Why, for the audit log.")
    var reason = ""

    func validate() throws {
        guard holds != (incident != nil) else { throw ValidationError("give an incident, or --holds") }
        guard holds || playbook == nil else { throw ValidationError("--playbook goes with --holds") }
        guard !anew || !holds && cause == nil else {
            throw ValidationError("--anew goes with one step that failed: no guard holds that, and there is no --cause")
        }
        guard let asOf, Timestamp(asOf) == nil else { return }
        throw ValidationError("'\(asOf)' is no moment: 'cordon holds' gives one, such as 2026-02-03T04:05:06.789Z")
    }

    func validateRejection() throws {
        guard anew else { return }
        throw ValidationError("--anew goes with 'cordon approve': what is rejected is not sent")
    }

    /// Nobody lets pass what came after they looked.
    func validateApproval() throws {
        guard holds, asOf == nil else { return }
        throw ValidationError(
            "--holds needs --as-of, so that what came after you looked stays held: 'cordon holds' ends with the commands"
        )
    }

    /// Takes it to the engine that works on the folder.
    /// - Returns: what to tell the person.
    func send(agrees: Bool, _ folder: FolderOptions) async throws -> String {
        let word = agrees ? "approve" : "reject"
        guard let incident else { return try await sendAboutHolds(agrees: agrees, word, folder) }
        let attempted = "\(word) a step of \(incident)"
        let detail = try await detail(of: incident, attempted, folder)
        let path = try chosen(of: detail, attempted)
        let body: Value = [
            "run": .string(detail.incident.run.description), "step": .string(path),
            "cause": cause.map(Value.string) ?? .null, "as_of": asOf.map(Value.string) ?? .null, "anew": .bool(anew),
            "agrees": .bool(agrees), "reason": .string(reason),
        ]
        _ = try await EngineClient(settings: folder.settings(), attempted: attempted).post("/v1/decisions", body)
        let step = "step '\(path)' of \(detail.incident.id)"
        guard agrees else { return "rejected: \(step)" }
        let questions = try OpenQuestion.all(of: detail, PinnedPlaybook(detail).playbook)
        return Terminal.safe(questions.first { $0.step == path }?.approved ?? "approved: \(step)")
    }

    /// In several orders, where there are more than the engine decides at once.
    private func sendAboutHolds(agrees: Bool, _ word: String, _ folder: FolderOptions) async throws -> String {
        let client = EngineClient(settings: try folder.settings(), attempted: "\(word) holds")
        var count: Int64 = 0
        var later: Int64?
        var after = Value.null
        while true {
            let body: Value = [
                "agrees": .bool(agrees), "playbook": playbook.map(Value.string) ?? .null,
                "cause": cause.map(Value.string) ?? .null, "as_of": asOf.map(Value.string) ?? .null, "after": after,
                "reason": .string(reason),
            ]
            let answer = try await client.post("/v1/holds", body)
            guard case .int(let decided)? = answer["count"], case .int(let left)? = answer["left"] else { break }
            count += decided
            // The first order sees all of them.
            if later == nil, case .int(let number)? = answer["later"] { later = number }
            after = answer["last"] ?? .null
            guard left > 0, decided > 0 else { break }
        }
        let said = (later ?? 0) == 0 ? nil : "\(Self.holds(later ?? 0)) that came later stay as they are"
        guard count > 0 else {
            throw OperatorError(
                attempted: "\(word) holds",
                reason: "no step is held that this is about, and that you may decide\(said.map { "; \($0)" } ?? "")",
                remedy: "'cordon holds' lists what is held, for which playbook and cause, and as of when"
            )
        }
        let more = said.map { "; \($0): 'cordon holds' lists them" } ?? ""
        return "\(agrees ? "approved" : "rejected"): \(Self.holds(count))\(more)"
    }

    private static func holds(_ count: Int64) -> String { count == 1 ? "1 hold" : "\(count) holds" }

    private func detail(
        of incident: String,
        _ attempted: String,
        _ folder: FolderOptions
    ) async throws -> IncidentDetail {
        guard let detail = try await folder.history().incident(incident) else {
            throw OperatorError(
                attempted: attempted,
                reason: "there is no such incident, or several begin with that",
                remedy: "list them with 'cordon holds'"
            )
        }
        return detail
    }

    private func chosen(of detail: IncidentDetail, _ attempted: String) throws(OperatorError) -> String {
        if let step { return step }
        let playbook = try PinnedPlaybook(detail).playbook
        var waiting = try OpenQuestion.all(of: detail, playbook).map(\.step)
        // What a stop holds waits for nobody; one word about the first such step is about all of the run.
        if waiting.isEmpty {
            let held = playbook.steps.first { detail.run.steps[$0.index.position]?.state.hold?.cause == .stopped }
            waiting = [held?.path].compactMap(\.self)
        }
        guard waiting.count == 1 else {
            throw OperatorError(
                attempted: attempted,
                reason: waiting.isEmpty ? "none of its steps waits for people" : "several of its steps wait for people",
                remedy: waiting.isEmpty ? "see 'cordon incidents show'" : "name one: \(waiting.joined(separator: ", "))"
            )
        }
        return waiting[0]
    }
}
