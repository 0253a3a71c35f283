extension PlaybookProblem {
    public var explanation: String {
        switch self {
        case .unknownAction: "'cordon actions' lists the actions there are."
        case .unknownParameter: "The action has no parameter of this name."
        case .missingParameter: "The action cannot be carried out without it."
        case .wrongParameter: "The parameter's value is of another type, or is not among those allowed."
        case .unknownConnection: "Connections are configured in 'cordon.yaml', each under a name."
        case .wrongConnectionKind: "A broker, a registry and a webhook do different things."
        case .notConstant:
            "Connections, durations and choices are fixed when the playbook is checked, so that no event decides them."
        case .badTimes: "What lasts longer cannot happen within what is shorter."
        case .badName:
            "Names stand in expressions, tables and keys: small letters and digits, words joined by '-' or '_'."
        case .duplicateStep: "'steps.<id>' has to mean one step; '-' and '_' are the same there."
        case .unknownStep: "A jump leads to a later step of the same list."
        case .backwardJump: "A playbook only goes forward, so that its length is known before it starts."
        case .unreachableStep: "The run stops before it could come to this step."
        case .tooManySteps: "A playbook has at most 1000 steps, branches included."
        case .tooDeepParallel: "'parallel' nests at most 4 deep."
        case .noSteps: "An empty list of steps does nothing."
        case .unclearStep:
            "A step either carries out an 'action' or joins the branches of a 'parallel'; the other's keys mean "
                + "nothing."
        case .expression: "The expression does not parse, names something unknown or has another type."
        case .hiddenVariable: "Each place of a playbook sees what exists at that time."
        case .laterStep: "'steps.<id>' has a result when that step is done."
        case .neverHolds: "A condition that is never true guards nothing."
        case .unclosedExpression: "'${{' begins an expression, and '}}' ends it."
        case .bracesInCondition: "'if', 'by' and 'protect' hold an expression already."
        case .expressionInKey: "Keys are fixed; values may have expressions."
        case .noLimit:
            "A playbook that acts on devices says on how many at most: a wrong monitor must not take the fleet down."
        case .finalAction:
            "What cannot be undone is decided by a person: in this version, by starting a playbook with 'on: {event: "
                + "manual}'."
        case .steerableTopic: "Whoever writes the event, or answers for a device, would choose where a command goes."
        case .topicWildcard: "A command goes to one place, and is answered from one."
        case .confirmsAnything: "'confirm.if' has to look at the message that it accepts."
        case .confirmsOldAnswers:
            "An answer carries the key of its command ('step.key'); without it an earlier one looks the same."
        case .laterVersion: "The language has this key; this version of Cordon does not."
        }
    }
}
