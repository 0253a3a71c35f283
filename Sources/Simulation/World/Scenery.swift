import Domain
import Playbooks
import Ports
import Response
import TestKit

/// The playbooks of the worlds, compiled once: together they have every kind of step.
enum Scenery {
    /// A choice of playbooks, and what they are after somebody edited their files.
    struct Choice: Sendable {
        let playbooks: [Playbook]
        let edited: [Playbook]
    }

    static let choices = [
        Choice(playbooks: [cutOff], edited: [cutOffEdited]),
        Choice(playbooks: [cutOff, rideAlong], edited: [cutOffEdited, rideAlong]),
        Choice(playbooks: [WorldPlaybooks.whole], edited: [WorldPlaybooks.whole, cutOff]),
        Choice(playbooks: [bounded], edited: [boundedEdited]),
        Choice(playbooks: [listening], edited: [listening]),
        Choice(playbooks: [bounded, cutOff], edited: [cutOffEdited, boundedEdited]),
    ]

    /// Of worlds in which two rules alarm: both playbooks answer each of them, want the device at once, and have the same in
    /// force on it, until the last alarm of their incident is over.
    static let rivals = Choice(playbooks: [bounded, beside], edited: [boundedEdited, beside])

    /// Of worlds in which devices get a tag for which their playbook leaves them alone.
    static let careful = Choice(playbooks: [tagHeeding], edited: [tagHeeding])
    static let tag = "life-safety"

    /// Of worlds in which many devices alarm: more than a version that replaces another may touch at first, more than are to
    /// be believed, in a time of which some is frozen, or more than are acted on while their alarms are young.
    static let crowds = [
        Choice(playbooks: [broad], edited: [broadEdited]),
        Choice(playbooks: [doubtful], edited: [doubtfulEdited]),
        Choice(playbooks: [hasty], edited: [hastyEdited]),
    ]

    /// What installations allow of an action, over all playbooks.
    static let actionLimits: [[String: ActionLimit]] = [
        [:],
        ["fake.once": ActionLimit(devices: 1, window: .seconds(120))],
        [
            "fake.fenced": ActionLimit(devices: 1, window: .seconds(90)),
            "fake.idempotent": ActionLimit(devices: 2, window: .seconds(300)),
        ],
    ]

    /// What the engine compiles a kept text to. Done once, because it is no part of what is looked at here.
    static func compiled(_ stored: StoredPlaybook) throws(PlaybookRejected) -> Playbook {
        guard let playbook = byText[stored.text] else { preconditionFailure("a text that no playbook had was kept") }
        return playbook
    }

    private static let byText = Dictionary(
        (choices + crowds + [rivals, careful]).flatMap { $0.playbooks + $0.edited }.map { ($0.text, $0) },
        uniquingKeysWith: { first, _ in first }
    )

    // MARK: - The playbooks

    /// Every class of receiver, one after the other and side by side.
    static let cutOff = PlaybookFixture.compiled(
        PlaybookFixture.text(
            """
            - {id: shutdown, action: fake.once, retry: {times: 3, first: 500ms, max: 5s}, on_failure: continue}
            - id: apart
              on_failure: {go_to: look}
              parallel:
                - {id: bar, action: fake.idempotent, retry: {times: 4}}
                - {id: gate, action: fake.fenced, retry: {times: 3}}
                - {id: switch, action: fake.probeable, retry: {times: 4}}
            - {id: note, action: fake.pure, if: steps.shutdown.failed}
            - {id: look, action: fake.verify, within: 60s}
            - {id: last, action: fake.once}
            """,
            always:
                "- {id: tell, action: fake.notify, retry: {times: 3}}\n- {id: log, action: fake.pure, retry: {times: 2}}",
            named: "cut-off",
            on: "{event: violation, dedupe: {by: device.id, for: 1m}}",
            guards: "{limit: {devices: 2, per: 2m}}"
        )
    )

    /// The same name, other steps in other places.
    static let cutOffEdited = PlaybookFixture.compiled(
        PlaybookFixture.text(
            """
            - {id: bar, action: fake.idempotent}
            - {id: shutdown, action: fake.once}
            - {id: look, action: fake.verify, within: 60s}
            """,
            always: "- {id: log, action: fake.pure, retry: {times: 2}}",
            named: "cut-off",
            on: "{event: violation, dedupe: {by: device.id, for: 1m}}",
            guards: "{limit: {devices: 2, per: 2m}}"
        )
    )

    static let rideAlong = PlaybookFixture.compiled(
        PlaybookFixture.text(
            "- {id: shutdown, action: fake.once}\n- {id: bar, action: fake.probeable}",
            named: "ride-along",
            mode: "drill",
            guards: "{limit: {devices: 1, per: 10m}}"
        )
    )

    /// What is done is taken back at its time, or when the alarm is over.
    static let bounded = bounded(by: "")
    static let boundedEdited = bounded(by: "- {id: first, action: fake.pure}\n")

    private static func bounded(by first: String) -> Playbook {
        PlaybookFixture.compiled(
            PlaybookFixture.text(
                first
                    + """
                    - {id: bar, action: fake.fenced, expires: 20m, retry: {times: 3}}
                    - {id: agreed, action: fake.probeable, within: 60s, approval: {within: 2m, otherwise: skip}}
                    - {id: look, action: fake.verify, retry: {times: 4}}
                    """,
                always: "- {id: tell, action: fake.notify, retry: {times: 3}}",
                named: "bounded",
                on: "{event: violation, cleared: release, dedupe: {by: device.id, for: 1m}}",
                guards: "{limit: [{share: 70%, of: fleet, per: 5m, at_least: 1}, {devices: 1, per: 2m}], over: skip}"
            )
        )
    }

    /// A second answer to what `bounded` answers.
    static let beside = PlaybookFixture.compiled(
        PlaybookFixture.text(
            """
            - {id: bar, action: fake.fenced, expires: 10m, retry: {times: 3}}
            - {id: look, action: fake.verify, within: 60s}
            """,
            always: "- {id: tell, action: fake.notify, retry: {times: 3}}",
            named: "beside",
            on: "{event: violation, cleared: release, dedupe: {by: device.id, for: 2m}}",
            guards: "{limit: {devices: 2, per: 2m}}"
        )
    )

    /// It waits for longer than what is known of a device counts, for people and by itself.
    static let tagHeeding = PlaybookFixture.compiled(
        PlaybookFixture.text(
            """
            - {id: bar, action: fake.idempotent, retry: {times: 4}, approval: {within: 3m, otherwise: skip}}
            - {id: pause, wait: 80s}
            - {id: shutdown, action: fake.probeable, retry: {times: 4}, on_failure: continue}
            - {id: look, action: fake.verify, within: 60s}
            """,
            always: "- {id: tell, action: fake.notify, retry: {times: 3}}",
            named: "tag-heeding",
            on: "{event: violation, dedupe: {by: device.id, for: 1m}}",
            guards: "{limit: {devices: 3, per: 2m}, protect: '\"\(tag)\" in device.tags'}"
        )
    )

    /// For many devices, and silent about canaries.
    private static let broadly = Crowded(
        "broad",
        guards: "{limit: {devices: 25, per: 10m}, last_of_site: allow}"
    )
    static let broad = broadly.playbook()
    static let broadEdited = broadly.playbook(edited: true)

    /// For alarms that may all be wrong. It acts twice on a device, some time apart.
    private static let doubtfully = Crowded(
        "doubtful",
        between: "\n- {id: pause, wait: 20s}",
        guards: """
            {limit: [{devices: 25, per: 10m}, {devices: 2, of: site, per: 100s}], canary: off, \
            storm: {devices: 4, per: 1m}, last_of_site: allow, freeze: {from: 2026-09-21T14:14:10Z, until: 2026-09-21T14:14:40Z}}
            """
    )
    static let doubtful = doubtfully.playbook()
    static let doubtfulEdited = doubtfully.playbook(edited: true)

    /// For alarms that are soon too old: its first devices are watched for longer than that.
    private static let hastily = Crowded(
        "hasty",
        maxAge: "max_age: 40s, ",
        guards: "{limit: {devices: 25, per: 10m}, canary: {devices: 2, soak: 100s}, last_of_site: allow}"
    )
    static let hasty = hastily.playbook()
    static let hastyEdited = hastily.playbook(edited: true)

    /// A playbook for many devices. Edited, it has one step more, which does nothing.
    private struct Crowded {
        let name: String
        let maxAge: String
        let between: String
        let guards: String

        init(_ name: String, maxAge: String = "", between: String = "", guards: String) {
            self.name = name
            self.maxAge = maxAge
            self.between = between
            self.guards = guards
        }

        func playbook(edited: Bool = false) -> Playbook {
            let steps = [
                "- {id: bar, action: fake.idempotent, retry: {times: 6}}" + between,
                "- {id: shutdown, action: fake.once, on_failure: continue}",
                edited ? "- {id: note, action: fake.pure, on_failure: continue}" : nil,
            ]
            return PlaybookFixture.compiled(
                PlaybookFixture.text(
                    steps.compactMap(\.self).joined(separator: "\n"),
                    always: "- {id: tell, action: fake.notify}",
                    named: name,
                    on: "{event: violation, \(maxAge)dedupe: {by: device.id, for: 1m}}",
                    guards: guards
                )
            )
        }
    }

    /// A device that reports itself safe, or does not.
    static let listening = PlaybookFixture.compiled(
        PlaybookFixture.text(
            """
            - {id: shutdown, action: fake.idempotent}
            - id: safe
              wait: {message: {connection: broker, topic: "fleet/${{ device.id }}/status"}, within: 3m}
              on_failure: continue
            - {id: bar, action: fake.probeable, if: steps.safe.failed}
            """,
            always: "- {id: tell, action: fake.notify}",
            named: "listening",
            on: "{event: violation, cleared: stop, dedupe: {by: device.id, for: 1m}}",
            guards: "{limit: {devices: 25, per: 10m}, canary: {devices: 1, soak: 2m}}"
        )
    )
}
