extension Grammar {
    static let guards = Form(
        "guard",
        "'guard'",
        "Which devices a playbook may touch, and how many.",
        [
            Key("protect", .condition, "Devices for which this is true are held."),
            Key("limit", .either([.list(of: .form("limit")), .form("limit")]), "How many devices at most."),
            Key("over", .choice(Words.over), "What becomes of a device beyond a limit.", standard: "hold"),
            Key(
                "storm",
                .either([.form("storm"), .choice([Words.off])]),
                "So many alarms that the monitor is wrong: everything is held. Unless said, at least four times what the tightest limit allows.",
                standard: "{devices: 100, per: 5m}"
            ),
            Key(
                "flapping",
                .either([.form("flapping"), .choice([Words.off])]),
                "So many runs on one device that its alarm comes and goes: a person decides on the next. Unless said, as many as 'dedupe.for' alone lets in where that is more, 60 at most; and none where 'dedupe.by' is not the device.",
                standard: "{runs: 5, per: 1h}"
            ),
            Key(
                "canary",
                .either([.form("canary"), .choice([Words.off])]),
                "A new version touches few devices first, which are watched; unless said, one that replaces another.",
                standard: "{devices: 5, soak: 10m}"
            ),
            Key(
                "freeze",
                .either([.list(of: .either([.form("freeze"), .form("weekly")])), .form("freeze"), .form("weekly")]),
                "Times in which no device is touched without a person."
            ),
            Key(
                "gateways",
                .choice(Words.cautions),
                "What becomes of a device that is the gateway of others.",
                standard: "hold"
            ),
            Key(
                "last_of_site",
                .choice(Words.cautions),
                "What becomes of the last device of a site that works.",
                standard: "hold"
            ),
        ]
    )

    static let limit = Form(
        "limit",
        "a limit",
        "At most so many different devices within any such time.",
        [
            Key("devices", .number(1...PlaybookLimits.limitDevicesMax), "A number of devices."),
            Key("share", .share, "Instead of 'devices': a share of those that there are."),
            Key("of", .choice(Words.scopes), "Counted over what.", standard: "fleet"),
            Key("per", .duration, isRequired: true, "Within any such time."),
            Key(
                "at_least",
                .number(1...PlaybookLimits.limitDevicesMax),
                "A share allows at least so many.",
                standard: "1"
            ),
        ]
    )

    static let storm = Form(
        "storm",
        "'storm'",
        "Alarms of so many devices within any such time are a mistake of the monitor or of a firmware.",
        [
            Key("devices", .number(2...PlaybookLimits.limitDevicesMax), isRequired: true, "Different devices."),
            Key("per", .duration, isRequired: true, "Within any such time."),
        ]
    )

    static let flapping = Form(
        "flapping",
        "'flapping'",
        "At most so many runs that alarms start touch one device within any such time.",
        [
            Key("runs", .number(1...PlaybookLimits.flappingRunsMax), isRequired: true, "Runs of this playbook."),
            Key("per", .duration, isRequired: true, "Within any such time."),
        ]
    )

    static let canary = Form(
        "canary",
        "'canary'",
        "The first devices that a new version of the playbook touches; others are held until these were watched.",
        [
            Key("devices", .number(1...PlaybookLimits.canaryDevicesMax), isRequired: true, "Different devices."),
            Key("soak", .duration, isRequired: true, "From the first of them on."),
        ]
    )

    static let freezeOnce = Form(
        "freeze",
        "a freeze",
        "A time without automation, once.",
        [
            Key("from", .instant, isRequired: true, "Its first moment."),
            Key("until", .instant, isRequired: true, "The moment at which it is over."),
        ]
    )

    static let freezeWeekly = Form(
        "weekly",
        "a weekly freeze",
        "A time without automation on some days of each week. One whose end is not after its beginning ends the next day.",
        [
            Key("days", .list(of: .choice(Words.days)), isRequired: true, "The days on which it begins."),
            Key("from", .timeOfDay, "The time at which it begins.", standard: "00:00"),
            Key("until", .timeOfDay, "The time at which it is over.", standard: "24:00"),
            Key("zone", .text, "The time zone, by its name.", standard: "UTC"),
        ]
    )
}
