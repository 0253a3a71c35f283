import CEL
import Domain
import Playbooks

/// Everything of a playbook that tests can show: its steps, which way they go, and what its guards stop.
struct CoveragePlan {
    private let playbook: Playbook
    private let places: PlaybookPlaces
    private var items: [CoverageItem] = []

    /// The steps of playbooks that it calls belong to their own tests.
    static func items(of playbook: Playbook, _ text: String) -> [CoverageItem] {
        var plan = Self(playbook: playbook, places: PlaybookPlaces(text))
        plan.addTrigger()
        plan.addGuards()
        for step in playbook.steps where step.span.file == playbook.file { plan.add(step) }
        var seen: Set<Mark> = []
        return plan.items.filter { seen.insert($0.mark).inserted }
    }

    private init(playbook: Playbook, places: PlaybookPlaces) {
        self.playbook = playbook
        self.places = places
    }

    private mutating func add(_ kind: CoverageItem.Kind, _ line: Int, _ text: String, _ mark: Mark) {
        items.append(CoverageItem(kind: kind, line: line, text: text, mark: mark))
    }

    // MARK: - Guards

    private mutating func addTrigger() {
        let trigger = playbook.trigger
        guard !trigger.isManual else { return }
        if trigger.condition != nil {
            let line = places.line("on", "if")
            add(.guarding, line, "an event for which 'on.if' is true", .trigger(true))
            add(.guarding, line, "an event for which 'on.if' is false", .trigger(false))
        }
        // Nothing else asks for the age of an event.
        if playbook.steps.contains(where: { $0.call?.isKeptFromOldEvents == true }) {
            add(.guarding, places.line("on", "max_age"), "an event older than 'max_age'", .tooOld)
        }
        if trigger.cleared != .ignore { add(.guarding, places.line("on", "cleared"), "the end of the alarm", .cleared) }
    }

    private mutating func addGuards() {
        guard playbook.steps.contains(where: { $0.call?.descriptor.touchesDevice == true }) else { return }
        let guards = playbook.guards
        if guards.protect.contains(where: { $0.playbook == playbook.name }) {
            add(.guarding, places.line("guard", "protect"), "a device that 'protect' holds", .protected)
        }
        for number in guards.limits.indices {
            let text = guards.limits.count == 1 ? "a device beyond the limit" : "a device beyond limit \(number + 1)"
            add(.guarding, places.line("guard", "limit", element: number), text, .limit(number))
        }
        // The standard storm and the standard canary are no lines of the playbook.
        if guards.storm?.isStandard == false {
            add(.guarding, places.line("guard", "storm"), "a storm", .storm)
        }
        if guards.canary?.includesFirst == true {
            add(.guarding, places.line("guard", "canary"), "a device beyond the canary", .canary)
        }
        for number in guards.freezes.indices {
            let text = guards.freezes.count == 1 ? "a freeze" : "freeze \(number + 1)"
            add(.guarding, places.line("guard", "freeze", element: number), text, .freeze(number))
        }
    }

    // MARK: - Steps

    private mutating func add(_ step: Step) {
        let place = StepPlace(step)
        guard !place.isRelease else {
            // What only a person takes back, no test can show.
            guard playbook.isTakenBackByItself(step) else { return }
            let id = step.path.split(separator: "/").dropLast().last.map(String.init) ?? step.path
            return add(.step, step.span.line, "that '\(id)' is taken back", .step(place))
        }
        // The rounds of a loop are steps of the run, and none of the text.
        guard !step.isRound else { return }
        add(.step, step.span.line, "step '\(step.id)'", .step(place))
        addBranches(step, place)
        addWays(step, place)
    }

    private mutating func addBranches(_ step: Step, _ place: StepPlace) {
        if step.condition != nil {
            let line = places.line("if", of: step)
            add(.branch, line, "'\(step.id)' where its 'if' is true", .condition(place, true))
            add(.branch, line, "'\(step.id)' where its 'if' is false", .condition(place, false))
        }
        if step.onFailure != .stop {
            let line = places.line("on_failure", of: step)
            add(.branch, line, "'\(step.id)' with a failure", .failure(place, true))
            add(.branch, line, "'\(step.id)' without a failure", .failure(place, false))
        }
    }

    private mutating func addWays(_ step: Step, _ place: StepPlace) {
        switch step.body {
        case .choose(let branches): addChoice(step, place, branches)
        case .loop(let loop):
            add(.branch, step.span.line, "'\(step.id)' with an item", .items(place, true))
            // A list that is written out has its items, whatever a test gives.
            guard !loop.list.variables.isEmpty else { break }
            add(.branch, step.span.line, "'\(step.id)' without an item", .items(place, false))
        case .wait(.event), .wait(.message):
            add(.branch, step.span.line, "'\(step.id)' where it comes in time", .arrived(place))
            add(.branch, step.span.line, "'\(step.id)' where nothing comes in time", .timedOut(place))
        case .action, .parallel, .group, .wait, .approval, .call, .set, .fail, .end, .release: break
        }
        guard step.asksPeople else { return }
        let line = places.line("approval", of: step)
        add(.branch, line, "'\(step.id)' approved", .approved(place))
        add(.branch, line, "'\(step.id)' refused", .refused(place))
        add(.branch, line, "'\(step.id)' without an answer in time", .expired(place))
    }

    private mutating func addChoice(_ step: Step, _ place: StepPlace, _ branches: [Branch]) {
        for (number, branch) in branches.enumerated() {
            let text = branch.condition == nil ? "'otherwise' of '\(step.id)'" : "branch \(number + 1) of '\(step.id)'"
            add(.branch, places.line(ofBranch: number, of: step), text, .branch(place, number))
        }
        if branches.last?.condition != nil {
            add(.branch, step.span.line, "'\(step.id)' where no branch holds", .branch(place, -1))
        }
    }
}

extension StepPlace {
    init(_ step: Step) {
        let isRelease = if case .release = step.body { true } else { false }
        self.init(line: step.span.line, column: step.span.column, isRelease: isRelease)
    }
}

extension Step {
    /// One round of a loop: a group that is not written.
    var isRound: Bool {
        if case .group = body { path.hasSuffix("]") } else { false }
    }
}

extension ActionCall {
    fileprivate var isKeptFromOldEvents: Bool { descriptor.touchesDevice || descriptor.provesContainment }
}
