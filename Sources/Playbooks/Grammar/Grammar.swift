/// The language, key by key.
public enum Grammar {
    /// Every form but the steps.
    public static let forms: [Form] = [
        playbook, trigger, dedupe, guards, limit, storm, flapping, canary, freezeOnce, freezeWeekly, retry,
        confirmation,
        jump, branch,
        waitUntil, waitForEvent, waitForMessage, message, approval,
    ]

    /// - Precondition: there is one of this name.
    public static func form(_ name: String) -> Form {
        guard let form = forms.first(where: { $0.name == name }) else { preconditionFailure("no form '\(name)'") }
        return form
    }

    public static let playbook = Form(
        "playbook",
        "a playbook",
        "What to do when a device misbehaves.",
        [
            Key("playbook", .name, isRequired: true, "Its name, unique in its folder."),
            Key("description", .text, "A sentence for people."),
            Key("severity", .choice(Words.severities), "How bad it is.", standard: "medium"),
            Key(
                "mode",
                .choice(Words.modes),
                isRequired: true,
                "How far it goes; a server-wide mode only tightens it."
            ),
            Key("on", .form("on"), isRequired: true, "What starts it."),
            Key("guard", .form("guard"), "Which devices it may touch, and how many."),
            Key("inputs", .entries(.anything), "Constants of a run, which 'cordon.yaml' may override."),
            Key("steps", .list(of: .step), isRequired: true, "What it does, in order."),
            Key("always", .list(of: .step), "Steps that run when the others are done, whatever became of them."),
        ]
    )

    static let trigger = Form(
        "on",
        "'on'",
        "What starts a playbook.",
        [
            Key("event", .text, isRequired: true, "The type of event; 'manual': only people start it."),
            Key("if", .condition, "The event starts it only where this is true."),
            Key("max_age", .duration, "An older event opens an incident, but touches no device.", standard: "10m"),
            Key("dedupe", .form("dedupe"), "Which further events join the incident."),
            Key("cleared", .choice(Words.cleared), "What the end of the alarm does to the run.", standard: "ignore"),
        ]
    )

    static let dedupe = Form(
        "dedupe",
        "'dedupe'",
        "Further events with the same value join the incident.",
        [
            Key("by", .expression("any value"), "What has to be the same.", standard: "device.id"),
            Key("for", .duration, "For how long.", standard: "15m"),
        ]
    )

    static let retry = Form(
        "retry",
        "'retry'",
        "When a failed attempt is tried again: after a random pause below a bound that doubles.",
        [
            Key("times", .number(1...PlaybookLimits.attemptsMax), "Attempts in all.", standard: "8"),
            Key("first", .duration, "The bound of the first pause.", standard: "1s"),
            Key("max", .duration, "The bound of the longest pause.", standard: "1m"),
        ]
    )

    static let confirmation = Form(
        "confirm",
        "'confirm'",
        "The receiver's own answer, without which the step is not done.",
        [
            Key("topic", .topic, isRequired: true, "Where it answers."),
            Key("if", .condition, isRequired: true, "Whether a 'message' is the answer."),
            Key("within", .duration, isRequired: true, "How long it may take."),
        ]
    )

    static let jump = Form(
        "go_to",
        "'on_failure'",
        "Goes on at a later step of the same list.",
        [Key("go_to", .stepID, isRequired: true, "The id of that step.")]
    )

    static let approval = Form(
        "approval",
        "'approval'",
        "People who have to agree.",
        [
            Key("from", .text, "The group that they belong to; whoever may approve, unless it is said."),
            Key("people", .number(1...PlaybookLimits.approversMax), "How many different people.", standard: "1"),
            Key("within", .duration, isRequired: true, "How long they have. It never proceeds by itself."),
            Key("otherwise", .choice(["fail", "skip"]), "What a refusal or silence comes to.", standard: "fail"),
        ]
    )

    static let branch = Form(
        "branch",
        "a branch",
        "Steps that run where a condition holds.",
        [
            Key("if", .condition, isRequired: true, "The first branch whose condition holds is taken."),
            Key("steps", .list(of: .step), isRequired: true, "What it does, in order."),
        ]
    )
}
