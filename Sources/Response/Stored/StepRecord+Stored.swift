package import CEL
package import Domain
import Playbooks

extension StepRecord: Stored {
    package var stored: Value {
        var fields: [(String, Value)] = [("state", .string(state.text))] + state.storedFields
        if let began { fields.append(("began", Value(began))) }
        if let closed { fields.append(("closed", Value(closed))) }
        if hadUnknownOutcome { fields.append(("unknown", true)) }
        if let wouldHold { fields.append(("would_hold", wouldHold.stored)) }
        return .map(fields)
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "step")
        self.init()
        state = try StepState(stored: fields)
        began = try fields.optionalInstant("began")
        closed = try fields.optionalInstant("closed")
        hadUnknownOutcome = fields.value("unknown") == true
        if fields.value("would_hold") != .null { wouldHold = try fields.nested("would_hold") }
    }
}

extension StepState {
    fileprivate var storedFields: [(String, Value)] {
        switch self {
        case .ready, .open: []
        case .held(let hold): [("hold", hold.stored)]
        case .intent(let attempt): [("attempt", attempt.stored)]
        case .retrying(let attempt, let until, let error):
            [("attempt", attempt.stored), ("until", Value(until)), ("error", error.stored)]
        case .probing(let attempt, let error), .exhausted(let attempt, let error), .inDoubt(let attempt, let error):
            [("attempt", attempt.stored), ("error", error.stored)]
        case .ok(let attempt, let completion), .sent(let attempt, let completion),
            .rehearsed(let attempt, let completion):
            [("attempt", attempt.stored), ("completion", completion.stored)]
        case .joined(let failed): [("failed", .list(failed.map { .int(Int64($0.position)) }))]
        case .skipped(let reason): [("reason", reason.stored)]
        case .failed(let attempts, let error): [("attempts", .int(Int64(attempts))), ("error", error.stored)]
        }
    }

    fileprivate init(stored fields: StoredFields) throws(StoredFormatError) {
        switch try fields.text("state") {
        case "ready": self = .ready
        case "open": self = .open
        case "held": self = .held(try fields.nested("hold"))
        case "intent": self = .intent(try fields.nested("attempt"))
        case "retrying":
            self = .retrying(
                after: try fields.nested("attempt"),
                until: try fields.instant("until"),
                because: try fields.nested("error")
            )
        case "probing": self = .probing(try fields.nested("attempt"), because: try fields.nested("error"))
        case "ok": self = .ok(try fields.nested("attempt"), try fields.nested("completion"))
        case "sent": self = .sent(try fields.nested("attempt"), try fields.nested("completion"))
        case "rehearsed": self = .rehearsed(try fields.nested("attempt"), try fields.nested("completion"))
        case "joined": self = .joined(failed: try Self.indices(fields.list("failed")))
        case "skipped": self = .skipped(try fields.nested("reason"))
        case "failed":
            self = .failed(attempts: Int(try fields.integer("attempts")), try fields.nested("error"))
        case "exhausted": self = .exhausted(try fields.nested("attempt"), try fields.nested("error"))
        case "in-doubt": self = .inDoubt(try fields.nested("attempt"), try fields.nested("error"))
        default: throw fields.wrong("state", "a state that this version knows")
        }
    }

    private static func indices(_ values: [Value]) throws(StoredFormatError) -> [Step.Index] {
        try values.map { (value) throws(StoredFormatError) in
            guard case .int(let position) = value else { throw StoredFormatError("step: 'failed' is not integers") }
            return Step.Index(Int(position))
        }
    }
}

extension Hold: Stored {
    package var stored: Value { ["cause": .string(cause.rawValue), "explanation": .string(explanation)] }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "hold")
        self.init(try fields.parsed("cause", Cause.init(rawValue:)), try fields.text("explanation"))
    }
}

extension SkipReason: Stored {
    package var stored: Value {
        switch self {
        case .conditionFalse: ["code": "condition-false"]
        case .jumpedOver: ["code": "jumped-over"]
        case .eventTooOld: ["code": "event-too-old"]
        case .overLimit(let explanation): ["code": "over-limit", "explanation": .string(explanation)]
        }
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "skip reason")
        switch try fields.text("code") {
        case "condition-false": self = .conditionFalse
        case "jumped-over": self = .jumpedOver
        case "event-too-old": self = .eventTooOld
        case "over-limit": self = .overLimit(try fields.text("explanation"))
        default: throw fields.wrong("code", "a reason that this version knows")
        }
    }
}
