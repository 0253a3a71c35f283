package import Domain
package import Playbooks
package import Response

/// What a playbook would do about an event if it came now: a drill, in which every receiver does as it is told and nothing
/// was touched before.
package struct Preview: Sendable {
    /// What the guards say against it; none where the device may be touched.
    package let holds: [Hold]
    /// Whether the event is so old that it touches no device.
    package let isTooOld: Bool
    /// The steps that would do something, in order: the path, and what it does.
    package let steps: [(path: String, kind: String)]

    package init(
        of playbook: Playbook,
        answering event: Event,
        of lookup: DeviceLookup,
        fleet: FleetSnapshot?,
        at now: Instant,
        actions: [ActionKind]
    ) {
        let test = TestCase(
            name: "preview",
            span: SourceSpan(file: playbook.file, line: 1, column: 1),
            playbook: playbook.running(in: .drill),
            given: Given(event: event, lookup: lookup, fleet: fleet, now: now),
            script: Script(),
            later: [],
            expected: Expectation()
        )
        let log = Stage.play(test, actions: actions)
        let run = log.run
        isTooOld = run?.isTooOld ?? false
        holds = (run?.steps.compactMap(\.wouldHold) ?? []).distinct
        steps = log.settled.compactMap { path in
            guard let run, let step = run.playbook.steps.first(where: { $0.path == path }), step.children.isEmpty,
                StepWord.isSuccess(run[step.index].state)
            else { return nil }
            return (path, step.kindWord)
        }
    }
}
