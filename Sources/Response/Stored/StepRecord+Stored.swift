package import CEL
package import Domain
import Playbooks

extension StepRecord: Stored {
    package var stored: Value {
        var fields: [(String, Value)] = [("state", .string(state.text))] + state.storedFields
        if let began { fields.append(("began", Value(began))) }
        if let closed { fields.append(("closed", Value(closed))) }
        if let heldSince { fields.append(("held_since", Value(heldSince))) }
        if let holdCame { fields.append(("hold_came", Value(holdCame))) }
        if let heldBack { fields += heldBack.storedFields }
        if hadUnknownOutcome { fields.append(("unknown", true)) }
        if !grants.isEmpty { fields.append(("grants", .list(grants.map(\.stored)))) }
        if !waived.isEmpty { fields.append(("waived", Value(texts: waived.map(\.text)))) }
        if isStale { fields.append(("stale", true)) }
        if isCalledOff { fields.append(("called_off", true)) }
        if isOverruled { fields.append(("overruled", true)) }
        if generation > 0 { fields.append(("generation", .int(Int64(generation)))) }
        if let wouldHold { fields.append(("would_hold", wouldHold.stored)) }
        return .map(fields)
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "step")
        self.init()
        state = try StepState(stored: fields)
        began = try fields.optionalInstant("began")
        closed = try fields.optionalInstant("closed")
        heldSince = try fields.optionalInstant("held_since")
        holdCame = try fields.optionalInstant("hold_came")
        heldBack = try HeldBack(stored: fields)
        hadUnknownOutcome = fields.value("unknown") == true
        if fields.value("grants") != .null {
            grants = try fields.list("grants").map { (value) throws(StoredFormatError) in try Actor(stored: value) }
        }
        if fields.value("waived") != .null {
            waived = try fields.list("waived").map { (value) throws(StoredFormatError) in
                guard case .string(let text) = value, let waiver = Waiver(text: text) else {
                    throw fields.wrong("waived", "causes of guards")
                }
                return waiver
            }
        }
        isStale = fields.value("stale") == true
        isCalledOff = fields.value("called_off") == true
        isOverruled = fields.value("overruled") == true
        if fields.value("generation") != .null { generation = Int(try fields.integer("generation")) }
        if fields.value("would_hold") != .null { wouldHold = try fields.nested("would_hold") }
    }
}

extension HeldBack {
    fileprivate var storedFields: [(String, Value)] {
        [("held_for", .int(length.nanoseconds)), ("held_until", Value(until))]
    }

    /// nil where nothing is stored, as earlier versions counted nothing.
    fileprivate init?(stored fields: StoredFields) throws(StoredFormatError) {
        guard let until = try fields.optionalInstant("held_until") else { return nil }
        self.init(length: try fields.duration("held_for"), until: until)
    }
}

extension StepState {
    fileprivate var storedFields: [(String, Value)] {
        switch self {
        case .ready: []
        case .open(let opening, let until): [("opening", opening.stored), ("until", until.map { Value($0) } ?? .null)]
        case .asking(let until): [("until", Value(until))]
        case .waiting(let until): [("until", until.endStored)]
        case .queued(let other): [("behind", .string(other.description))]
        case .held(let hold): [("hold", hold.stored)]
        case .intent(let attempt): [("attempt", attempt.stored)]
        case .retrying(let attempt, let until, let error):
            [("attempt", attempt.stored), ("until", until.endStored), ("error", error.stored)]
        case .probing(let attempt, let error), .exhausted(let attempt, let error), .inDoubt(let attempt, let error):
            [("attempt", attempt.stored), ("error", error.stored)]
        case .ok(let attempt, let completion), .sent(let attempt, let completion),
            .rehearsed(let attempt, let completion):
            [("attempt", attempt.stored), ("completion", completion.stored)]
        case .joined(let joined): joined.storedFields
        case .done(let output): [("output", TypedValue.stored(output))]
        case .skipped(let reason): [("reason", reason.stored)]
        case .failed(let attempts, let error): [("attempts", .int(Int64(attempts))), ("error", error.stored)]
        }
    }

    fileprivate init(stored fields: StoredFields) throws(StoredFormatError) {
        switch try fields.text("state") {
        case "ready": self = .ready
        case "open":
            let opening = fields.value("opening") == .null ? Opening.all : try fields.nested("opening")
            self = .open(opening, until: try fields.optionalInstant("until"))
        case "asking": self = .asking(until: try fields.instant("until"))
        case "waiting": self = .waiting(until: try fields.end("until"))
        case "queued": self = .queued(behind: try fields.parsed("behind", RunID.init))
        case "held": self = .held(try fields.nested("hold"))
        case "intent": self = .intent(try fields.nested("attempt"))
        case "retrying":
            self = .retrying(
                after: try fields.nested("attempt"),
                until: try fields.end("until"),
                because: try fields.nested("error")
            )
        case "probing": self = .probing(try fields.nested("attempt"), because: try fields.nested("error"))
        case "ok": self = .ok(try fields.nested("attempt"), try fields.nested("completion"))
        case "sent": self = .sent(try fields.nested("attempt"), try fields.nested("completion"))
        case "rehearsed": self = .rehearsed(try fields.nested("attempt"), try fields.nested("completion"))
        case "joined": self = .joined(try Joined(stored: fields))
        case "done": self = .done(output: TypedValue.value(fields.value("output")))
        case "skipped": self = .skipped(try fields.nested("reason"))
        case "failed":
            self = .failed(attempts: Int(try fields.integer("attempts")), try fields.nested("error"))
        case "exhausted": self = .exhausted(try fields.nested("attempt"), try fields.nested("error"))
        case "in-doubt": self = .inDoubt(try fields.nested("attempt"), try fields.nested("error"))
        default: throw fields.wrong("state", "a state that this version knows")
        }
    }
}

extension Instant? {
    /// A time that has no end is stored as the last moment that there is, so that a row that lost its time is not taken for it.
    fileprivate var endStored: Value { Value(self ?? .distantFuture) }
}

extension StoredFields {
    fileprivate func end(_ name: String) throws(StoredFormatError) -> Instant? {
        let end = try instant(name)
        return end == .distantFuture ? nil : end
    }
}

extension Joined {
    fileprivate var storedFields: [(String, Value)] {
        [
            ("failed", .list(failed.map { .int(Int64($0.position)) })), ("ends", .bool(ends)),
            ("output", TypedValue.stored(output)), ("opening", opening.stored),
        ]
    }

    fileprivate init(stored fields: StoredFields) throws(StoredFormatError) {
        let failed = try fields.list("failed").map { (value) throws(StoredFormatError) in
            guard case .int(let position) = value else { throw StoredFormatError("step: 'failed' is not integers") }
            return Step.Index(Int(position))
        }
        self.init(
            failed: failed,
            ends: fields.value("ends") == true,
            output: TypedValue.value(fields.value("output")),
            opening: fields.value("opening") == .null ? .all : try fields.nested("opening")
        )
    }
}

extension Hold: Stored {
    package var stored: Value {
        var members: [(String, Value)] = [("cause", .string(cause.rawValue)), ("explanation", .string(explanation))]
        if let subject { members.append(("subject", .string(subject))) }
        if let until { members.append(("until", Value(until))) }
        return .map(members)
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "hold")
        self.init(
            try fields.parsed("cause", Cause.init(rawValue:)),
            of: fields.value("subject") == .null ? nil : try fields.text("subject"),
            try fields.text("explanation"),
            until: try fields.optionalInstant("until")
        )
    }
}

extension SkipReason: Stored {
    package var stored: Value {
        switch self {
        case .conditionFalse: ["code": "condition-false"]
        case .jumpedOver: ["code": "jumped-over"]
        case .eventTooOld: ["code": "event-too-old"]
        case .overLimit(let explanation): ["code": "over-limit", "explanation": .string(explanation)]
        case .notTaken: ["code": "not-taken"]
        case .noItem: ["code": "no-item"]
        case .loopOver: ["code": "loop-over"]
        case .ended: ["code": "ended"]
        case .outerFailed: ["code": "outer-failed"]
        case .notApproved(let explanation): ["code": "not-approved", "explanation": .string(explanation)]
        case .timedOut: ["code": "timed-out"]
        case .cleared: ["code": "cleared"]
        case .superseded(let other): ["code": "superseded", "by": .string(other.description)]
        case .toldAlready: ["code": "told-already"]
        case .released(let name): ["code": "released", "by": .string(name)]
        case .stillOwned(let other): ["code": "still-owned", "by": .string(other.description)]
        case .lifted(let other): ["code": "lifted", "by": .string(other.description)]
        case .keptOffByNobody: ["code": "kept-off-by-nobody"]
        }
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "skip reason")
        switch try fields.text("code") {
        case "condition-false": self = .conditionFalse
        case "jumped-over": self = .jumpedOver
        case "event-too-old": self = .eventTooOld
        case "over-limit": self = .overLimit(try fields.text("explanation"))
        case "not-taken": self = .notTaken
        case "no-item": self = .noItem
        case "loop-over": self = .loopOver
        case "ended": self = .ended
        case "outer-failed": self = .outerFailed
        case "not-approved": self = .notApproved(try fields.text("explanation"))
        case "timed-out": self = .timedOut
        case "cleared": self = .cleared
        case "superseded": self = .superseded(by: try fields.parsed("by", RunID.init))
        case "told-already": self = .toldAlready
        case "released": self = .released(by: try fields.text("by"))
        case "still-owned": self = .stillOwned(by: try fields.parsed("by", RunID.init))
        case "lifted": self = .lifted(by: try fields.parsed("by", RunID.init))
        case "kept-off-by-nobody": self = .keptOffByNobody
        default: throw fields.wrong("code", "a reason that this version knows")
        }
    }
}
