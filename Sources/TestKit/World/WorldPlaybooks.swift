package import Playbooks

/// What the worlds play, with the core alone and with the whole engine.
package enum WorldPlaybooks {
    /// Choices, loops, waits, approvals, calls, ends.
    package static let whole = PlaybookFixture.compiled(
        PlaybookFixture.text(
            """
            - {id: names, set: {groups: ["a", "b", "c"], patience: 3}}
            - id: way
              timeout: 4m
              on_failure: continue
              choose:
                - if: device.id.endsWith("0")
                  steps:
                    - {id: pause, wait: 20s}
                    - {id: agree, approval: {people: 2, within: 90s, otherwise: skip}}
                    - {id: enough, if: steps.agree.skipped, end: nobody agreed}
              otherwise:
                - id: each
                  for_each: steps.names.output.groups
                  at_most: 4
                  at_once: 2
                  while: item != "c"
                  steps:
                    - {id: bolt, action: fake.fenced, with: {text: "${{ item }}"}, expires: 45s, retry: {times: 3}}
                    - {id: check, action: fake.pure, if: steps.bolt.ok, retry: {times: 2}}
            - {id: calm, wait: {event: violation, within: 1m}, on_failure: continue}
            - {id: help, call: called, with: {word: "${{ device.id }}"}, on_failure: continue}
            - {id: last, action: fake.once, approval: {within: 1m}, on_failure: {go_to: bye}}
            - {id: never, if: steps.names.output.patience < 3, fail: impossible}
            - {id: bye, action: fake.notify}
            """,
            named: "whole",
            on: "{event: violation, cleared: release, dedupe: {by: device.id, for: 1m}}",
            guards: "{limit: {devices: 2, per: 2m}, storm: {devices: 3, per: 10s}}"
        ),
        calling: [
            "called": PlaybookFixture.text(
                "- {id: act, action: fake.idempotent, with: {text: \"${{ inputs.word }}\"}, retry: {times: 2}}",
                always: "- {id: tell, action: fake.notify, retry: {times: 2}}",
                named: "called",
                inputs: "{word: nothing}"
            )
        ]
    )
}
