extension Grammar {
    /// The kinds of step. Each is known by the key that it is named after.
    public static let steps: [Form] = [
        kind(
            "action",
            "An action carried out.",
            [
                Key("action", .action, isRequired: true, "What to do: 'cordon actions' lists them."),
                Key("with", .parameters, "With what."),
                Key(
                    "touches",
                    .choice(Words.reaches),
                    "What it acts on, where only its receiver knows: for the device every guard counts."
                ),
                Key("approval", .form("approval"), "People who agree before it is done."),
                Key("retry", .form("retry"), "When a failed attempt is tried again."),
                Key("timeout", .duration, "How long one attempt may take."),
                Key("within", .duration, "How long the step may take in all, its pauses included."),
                Key("expires", .duration, "After this it is undone; for actions that can be undone."),
            ]
        ),
        kind(
            "parallel",
            "Steps that start together; done when each of them is.",
            [Key("parallel", .list(of: .step), isRequired: true, "The branches."), timeout]
        ),
        kind(
            "steps",
            "A group of steps.",
            [Key("steps", .list(of: .step), isRequired: true, "The steps, in order."), timeout]
        ),
        kind(
            "choose",
            "The first branch whose condition holds.",
            [
                Key("choose", .list(of: .form("branch")), isRequired: true, "The branches, asked in order."),
                Key("otherwise", .list(of: .step), "What is done where none holds."),
                timeout,
            ]
        ),
        kind(
            "for_each",
            "The same steps for each item of a list: 'item'. 'previous' is what the last step of the round before gave.",
            [
                Key("for_each", .expression("a list"), isRequired: true, "The list, decided once."),
                Key(
                    "at_most",
                    .number(1...PlaybookLimits.itemsMax),
                    isRequired: true,
                    "The step fails, and does nothing, where the list is longer."
                ),
                Key("at_once", .number(1...PlaybookLimits.itemsMax), "How many items at the same time.", standard: "1"),
                Key("while", .condition, "Asked before each item; where it is false, the rest is left out."),
                Key("steps", .list(of: .step), isRequired: true, "What is done with each item, in order."),
                timeout,
            ]
        ),
        kind(
            "wait",
            "A pause, or something that has to happen in time.",
            [
                Key(
                    "wait",
                    .either([.duration, .form("until"), .form("await-event"), .form("await-message")]),
                    isRequired: true,
                    "For how long, or for what. Where it does not happen in time, the step fails."
                )
            ]
        ),
        kind(
            "approval",
            "People asked.",
            [Key("approval", .form("approval"), isRequired: true, "Who, and for how long.")]
        ),
        kind(
            "call",
            "Another playbook's steps, under the guards of this one and its own 'protect'.",
            [
                Key("call", .text, isRequired: true, "Its name."),
                Key("with", .entries(.anything), "Values for its inputs."),
                timeout,
            ]
        ),
        kind(
            "set",
            "Names for later steps: 'steps.<id>.output.<name>'.",
            [Key("set", .entries(.anything), isRequired: true, "The names and their values.")]
        ),
        kind(
            "fail",
            "Ends the list that it stands in as a failure.",
            [Key("fail", .template, isRequired: true, "Why, for people.")],
            mayFail: false
        ),
        kind(
            "end",
            "Ends the playbook early, without failure.",
            [Key("end", .template, isRequired: true, "Why, for people.")],
            mayFail: false
        ),
    ]

    /// The kind that a key marks; `steps` counts only where there is no other.
    public static func step(markedBy key: String) -> Form? { steps.first { $0.name == key } }

    private static let timeout = Key("timeout", .duration, "After this no further step of it begins, and it fails.")

    private static func kind(_ name: String, _ summary: String, _ keys: [Key], mayFail: Bool = true) -> Form {
        let failure = Key(
            "on_failure",
            .either([.choice(["stop", "continue"]), .form("go_to")]),
            "What comes after a failure.",
            standard: "stop"
        )
        let common = [
            Key("id", .name, isRequired: true, "Unique in the playbook: 'steps.<id>' in expressions."),
            Key("if", .condition, "The step is skipped where it is false."),
        ]
        return Form(name, "a step with '\(name)'", summary, common + keys + (mayFail ? [failure] : []))
    }

    static let waitUntil = Form(
        "until",
        "'wait'",
        "Waits until a time.",
        [Key("until", .expression("a timestamp"), isRequired: true, "The time; one that is past is no wait.")]
    )

    static let waitForEvent = Form(
        "await-event",
        "'wait'",
        "Waits for an event about the same device.",
        [
            Key("event", .text, isRequired: true, "The type of event."),
            Key("if", .condition, "Whether it is the one: it is called 'arrived'."),
            Key("within", .duration, isRequired: true, "How long it may take."),
        ]
    )

    static let waitForMessage = Form(
        "await-message",
        "'wait'",
        "Waits for a message on a topic.",
        [
            Key("message", .form("message"), isRequired: true, "Where it comes from."),
            Key("if", .condition, "Whether it is the one: it is called 'message'."),
            Key("within", .duration, isRequired: true, "How long it may take."),
        ]
    )

    static let message = Form(
        "message",
        "'message'",
        "Where a message comes from.",
        [
            Key("connection", .connection(.broker), isRequired: true, "The broker."),
            Key("topic", .topic, isRequired: true, "The topic."),
        ]
    )
}

extension Grammar {
    /// A step of which no key says yet what it is: the keys of all kinds.
    public static let anyStep: Form = {
        var seen: Set<String> = []
        let keys = steps.flatMap(\.keys).filter { seen.insert($0.name).inserted }
        return Form("step", "a step", "One thing of a playbook.", keys)
    }()
}
