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
        case .cannotExpire: "What expires is undone by another action, and not every action has one."
        case .wrongReach:
            "Of most actions it is known whether they touch the device. A playbook may say it of one that acts, and cannot "
                + "take it back."
        case .badName:
            "Names stand in expressions, tables and keys: small letters and digits, words joined by '-' or '_'."
        case .duplicateStep: "'steps.<id>' has to mean one step; '-' and '_' are the same there."
        case .unknownStep: "A jump leads to a later step of the same list."
        case .backwardJump: "A playbook only goes forward, so that its length is known before it starts."
        case .unreachableStep: "The run stops before it could come to this step."
        case .tooManySteps: "A playbook has at most 1000 steps, branches included."
        case .tooDeep: "Steps nest at most 6 deep, and playbooks call one another at most 4 deep."
        case .noSteps: "An empty list of steps does nothing."
        case .unclearStep: "Each step is of one kind, and one key says of which."
        case .unknownPlaybook: "'call' names a playbook of the same folder."
        case .endlessCall: "A playbook only goes forward, so that its length is known before it starts."
        case .brokenCall: "A playbook is only as right as those that it calls."
        case .stricterCall: "A run has one mode; steps that were meant for a drill are not carried out by the way."
        case .expression: "The expression does not parse, names something unknown or has another type."
        case .hiddenVariable: "Each place of a playbook sees what exists at that time."
        case .laterStep: "'steps.<id>' has a result when that step is done."
        case .neverHolds: "A condition that is never true guards nothing."
        case .unclosedExpression: "'${{' begins an expression, and '}}' ends it."
        case .bracesInCondition: "'if', 'by' and 'protect' hold an expression already."
        case .expressionInKey: "Keys are fixed; values may have expressions."
        case .uncertainOutput:
            "'always' runs also where the run was held or stopped. A step that did not finish has no output then, and "
                + "whoever reads a field of it fails, so that nobody is told."
        case .noLimit:
            "A playbook that acts on devices says on how many at most: a wrong monitor must not take the fleet down."
        case .finalAction:
            "What cannot be undone is decided by a person: by an 'approval', or by starting a playbook with 'on: {event: "
                + "manual}'."
        case .steerableTopic: "Whoever writes the event, or answers for a device, would choose where a command goes."
        case .topicWildcard: "A command goes to one place, and is answered from one."
        case .confirmsAnything: "'confirm.if' has to look at the message that it accepts."
        case .confirmsOldAnswers:
            "An answer carries the key of its command ('step.key'); without it an earlier one looks the same."
        case .unclearLimit: "A limit is a number of devices or a share of those that there are."
        case .emptyFreeze: "A freeze that covers no time guards nothing."
        case .unprovable:
            "Contained means that the session is gone and that every certificate is refused. Nothing here has the "
                + "certificates refused, so the proof fails wherever they are not refused already."
        case .unsaidReach:
            "A request to a firewall may cut the device off as surely as a command does. With 'touches: device' every "
                + "guard counts; with 'touches: nothing', and without a word, none does."
        case .badOverride: "'inputs' of 'cordon.yaml' replaces an input by a value of the same type."
        }
    }
}
