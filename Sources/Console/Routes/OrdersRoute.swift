import CEL
import Domain
import HTTPTypes
import Hummingbird
import Intake
import Ports
import Response

/// What people order of the engine: decisions, stops, releases. Who it is, the token says, and never the body.
struct OrdersRoute: Sendable {
    private let parts: ConsoleParts

    init(_ parts: ConsoleParts) { self.parts = parts }

    /// `POST /v1/decisions`: a person agrees to a step that waits for one, or does not.
    ///
    /// - Shape: `{"run": "run_…", "step": "revoke", "cause": "protected", "as_of": "2026-02-03T04:05:06.7Z", "agrees": true,
    ///   "reason": "…"}`. To answer a question, or not to agree, cause and `as_of` may be left out. To let pass what holds a step
    ///   takes both, as `cordon holds --json` and the incident give them; to have one sent once more that failed takes `"anew":
    ///   true` and `as_of`, which is when it closed. What came later than that is not meant, nor is another cause. What a
    ///   stop holds, cause `stopped`, nobody agrees to.
    /// - Errors: what was said is not what the step waits for.
    func decide(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let names: Set = ["run", "step", "cause", "as_of", "anew", "agrees", "reason"]
        let order = try order(in: call, "a decision", names) { (fields) throws(EventProblem) in
            guard let run = RunID(try fields.name("run")) else { throw fields.missing("run", "the id of a run") }
            return .decide(
                Decision(
                    run: run,
                    step: try fields.name("step"),
                    cause: try cause(in: fields),
                    asOf: try moment(in: fields),
                    anew: try anew(in: fields),
                    agrees: try fields.flag("agrees"),
                    reason: try fields.optionalText("reason") ?? "",
                    by: call.actor,
                    groups: call.groups
                )
            )
        }
        return try await carryOut(order)
    }

    /// `POST /v1/holds`: the same about many holds at once, the oldest first.
    ///
    /// - Shape: `{"agrees": true, "as_of": "2026-02-03T04:05:06.7Z", "playbook": "botnet", "cause": "storm", "reason": "…"}`;
    ///   all but `agrees` may be left out, and `as_of` where `agrees` is false: it is the moment of the list that was read, as
    ///   `cordon holds` gives it. What stops hold is meant only with the cause `stopped`. The answer says how many were
    ///   decided, under `later` how many came after that moment and stay held, and how many are left for another such order,
    ///   with the answer's `last` as its `after`.
    /// - Errors: a moment is missing from what agrees, or is yet to come.
    func decideHolds(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let names: Set = ["playbook", "cause", "as_of", "after", "agrees", "reason"]
        let order = try order(in: call, "a decision", names) { (fields) throws(EventProblem) in
            let (agrees, asOf) = (try fields.flag("agrees"), try moment(in: fields))
            guard asOf != nil || !agrees else {
                throw fields.missing("as_of", "the moment that 'cordon holds' gives: what came later stays held")
            }
            return .decideAll(
                HoldSelection(
                    playbook: try fields.optionalName("playbook"),
                    cause: try cause(in: fields),
                    asOf: asOf,
                    after: try place(in: fields),
                    atMost: HoldSelection.atOnceMax,
                    agrees: agrees,
                    reason: try fields.optionalText("reason") ?? "",
                    by: call.actor,
                    groups: call.groups
                )
            )
        }
        return try await carryOut(order)
    }

    /// `POST /v1/stops`: nothing new begins in a scope. The answer counts what was under way already.
    ///
    /// - Shape: `{"scope": "device:press-7", "reason": "…"}`; a scope is `all`, or one of `playbook`, `action`, `group`,
    ///   `tag` and `device` with a name.
    func stop(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let now = parts.surroundings.now()
        let order = try order(in: call, "a stop", ["scope", "reason"]) { (fields) throws(EventProblem) in
            let reason = try fields.optionalText("reason") ?? ""
            return .stop(Stop(try scope(in: fields), by: call.actor, reason: reason, since: now))
        }
        return try await carryOut(order)
    }

    /// `POST /v1/resumes`: what a stop held goes on. The answer names, under `stopped`, what is stopped all the same.
    func resume(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let order = try order(in: call, "a resume", ["scope", "reason"]) { (fields) throws(EventProblem) in
            .lift(try scope(in: fields), by: call.actor, reason: try fields.optionalText("reason") ?? "")
        }
        return try await carryOut(order)
    }

    /// `POST /v1/releases`: what was done to a device is taken back.
    ///
    /// - Shape: `{"scope": "inc_…", "reason": "…"}`; a scope is an incident's id, a measure's, or `device:` and a name.
    ///   The answer counts what is taken back, and under `under_way` commands whose outcome is awaited: what may have come
    ///   of them is taken back then. It names, under `not_taken_up`, the runs that nothing is done with: whatever they did
    ///   stays in force; and under `stopped` the stops that keep it from being carried out now.
    func release(_ call: Call) async throws(ConsoleProblem) -> Answer {
        let order = try order(in: call, "a release", ["scope", "reason"]) { (fields) throws(EventProblem) in
            guard let scope = ReleaseScope(text: try fields.name("scope")) else {
                throw fields.missing("scope", "the id of an incident or a measure, or 'device:' and a name")
            }
            return .release(scope, by: call.actor, reason: try fields.optionalText("reason") ?? "")
        }
        return try await carryOut(order)
    }

    // MARK: - Reading and answering

    private func order(
        in call: Call,
        _ what: String,
        _ names: Set<String>,
        _ read: (EventFields) throws(EventProblem) -> OperatorOrder
    ) throws(ConsoleProblem) -> OperatorOrder {
        do throws(EventProblem) {
            let fields = try EventFields(call.json(what, parts), what: what)
            try fields.allow(names)
            return try read(fields)
        } catch {
            throw ConsoleProblem(error)
        }
    }

    private func scope(in fields: EventFields) throws(EventProblem) -> StopScope {
        let text = try fields.name("scope")
        guard let scope = StopScope(text: text) else {
            throw fields.invalid(
                "scope",
                text,
                remedy: "write 'all', or playbook, action, group, tag or device with a name: 'device:press-7'"
            )
        }
        return scope
    }

    private func place(in fields: EventFields) throws(EventProblem) -> HoldPlace? {
        guard let text = try fields.optionalName("after") else { return nil }
        guard let place = HoldPlace(text: text) else {
            throw fields.invalid(
                "after",
                text,
                remedy: "write what the answer before had as its 'last', or leave it out"
            )
        }
        return place
    }

    /// Of the list that people decide by.
    private func moment(in fields: EventFields) throws(EventProblem) -> Instant? {
        guard let text = try fields.optionalName("as_of") else { return nil }
        guard let nanoseconds = Timestamp(text)?.nanosecondsSinceEpoch else {
            throw fields.invalid(
                "as_of",
                text,
                remedy: "write the moment that 'cordon holds' gives with its list, as it stands there"
            )
        }
        return Instant(nanosecondsSinceEpoch: nanoseconds)
    }

    private func cause(in fields: EventFields) throws(EventProblem) -> Hold.Cause? {
        guard let text = try fields.optionalName("cause") else { return nil }
        guard let cause = Hold.Cause(rawValue: text) else {
            let causes = Hold.Cause.allCases.map(\.rawValue)
            throw fields.invalid("cause", text, remedy: "write one of \(causes.joined(separator: ", "))")
        }
        if cause == .stopped, try fields.flag("agrees") {
            throw fields.invalid("cause", text, remedy: "nobody approves it: 'cordon resume' lets it go on")
        }
        return cause
    }

    private func anew(in fields: EventFields) throws(EventProblem) -> Bool {
        guard fields["anew"] != nil, try fields.flag("anew") else { return false }
        guard try fields.flag("agrees"), fields["cause"] == nil else {
            let remedy = "write it with 'agrees' true, about a step that failed, and without a cause: nothing holds that"
            throw fields.invalid("anew", "true", remedy: remedy)
        }
        return true
    }

    private func carryOut(_ order: OperatorOrder) async throws(ConsoleProblem) -> Answer {
        do throws(OrderRefusal) {
            let receipt = try await parts.orders.carryOut(order)
            return Answer(
                .ok,
                [
                    "count": .int(Int64(receipt.count)), "under_way": .int(Int64(receipt.underWay)),
                    "left": .int(Int64(receipt.left)),
                    "last": receipt.last.map { .string($0.text) } ?? .null,
                    "later": .int(Int64(receipt.later)),
                    "not_taken_up": Value(texts: receipt.notTakenUp.map(\.description)),
                    "stopped": Value(texts: receipt.stopped.map(\.text)),
                ]
            )
        } catch {
            throw ConsoleProblem(error, "not-carried-out", "The order does not count")
        }
    }
}
