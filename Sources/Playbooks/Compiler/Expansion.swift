internal import CEL
internal import Domain

/// From the steps of the text to the steps of a run: those of a loop once for each item that there may be, those of a
/// called playbook once for each call.
struct Expansion {
    private let templates: [TemplateStep]
    /// The place of a step's name in the scope, by the number of its draft.
    private let slots: [Int: Int]
    private var steps: [Step?] = []
    private var frames: [FrameDraft]

    private struct FrameDraft {
        let scope: Scope
        var meant: [Int: Step.Index] = [:]
        let outer: Frame.Index?
        let inputs: Frame.Inputs
        let item: Frame.Item?
    }

    /// What a list of steps is in.
    private struct Place {
        let frame: Frame.Index
        /// Before the id of each step: empty, or ending in `/`.
        let prefix: String
    }

    struct Result {
        let steps: [Step]
        let frames: [Frame]
        let main: [Step.Index]
        let always: [Step.Index]
    }

    /// - Precondition: every step of the text is right.
    static func result(_ survey: StepSurvey, _ templates: [TemplateStep], _ slots: [Int: Int], _ scope: Scope) -> Result
    {
        var expansion = Expansion(templates: templates, slots: slots, scope: scope)
        let place = Place(frame: Frame.root, prefix: "")
        let main = expansion.place(survey.main, place)
        let always = expansion.place(survey.always, place)
        return Result(
            steps: expansion.steps.compactMap(\.self),
            frames: expansion.frames.map {
                Frame(scope: $0.scope, meant: $0.meant, outer: $0.outer, inputs: $0.inputs, item: $0.item)
            },
            main: main,
            always: always
        )
    }

    private init(templates: [TemplateStep], slots: [Int: Int], scope: Scope) {
        self.templates = templates
        self.slots = slots
        frames = [FrameDraft(scope: scope, outer: nil, inputs: .run, item: nil)]
    }

    /// Steps that run one after the other, or the branches of a `parallel`.
    private mutating func place(_ drafts: [StepSurvey.Draft], _ place: Place) -> [Step.Index] {
        var indices: [Int: Step.Index] = [:]
        var bodies: [Step.Body] = []
        for draft in drafts {
            let index = reserve()
            indices[draft.number] = index
            if let slot = slots[draft.number] { frames[place.frame].meant[slot] = index }
            bodies.append(body(of: draft, at: index, place))
        }
        for (draft, body) in zip(drafts, bodies) {
            guard let index = indices[draft.number] else { preconditionFailure("every draft has its place") }
            steps[index.position] = step(templates[draft.number], body, at: index, place, siblings: indices)
        }
        return drafts.compactMap { indices[$0.number] }
    }

    private mutating func reserve() -> Step.Index {
        steps.append(nil)
        return Step.Index(steps.count - 1)
    }

    private func step(
        _ template: TemplateStep,
        _ body: Step.Body,
        at index: Step.Index,
        _ place: Place,
        siblings: [Int: Step.Index]
    ) -> Step {
        let onFailure: Step.OnFailure =
            switch template.onFailure {
            case .stop: .stop
            case .continue: .continue
            case .goTo(let number): siblings[number].map { .goTo($0) } ?? .stop
            }
        return Step(
            index: index,
            id: template.id,
            path: place.prefix + template.id,
            span: template.span,
            frame: place.frame,
            condition: template.condition,
            body: body,
            timeout: template.timeout,
            onFailure: onFailure
        )
    }

    private mutating func body(of draft: StepSurvey.Draft, at index: Step.Index, _ place: Place) -> Step.Body {
        let template = templates[draft.number]
        switch template.body {
        case .action(let call): return .action(call)
        case .parallel: return .parallel(draft.lists.flatMap { self.place($0, place) })
        case .group: return .group(draft.lists.flatMap { self.place($0, place) })
        case .choose(let conditions):
            return .choose(
                zip(conditions, draft.lists).map { Branch(condition: $0, steps: self.place($1, place)) }
            )
        case .loop(let list, let condition, let atMost, let atOnce):
            let rounds = (0..<atMost).map { round($0, of: draft, template, at: index, place) }
            return .loop(Loop(list: list, condition: condition, atOnce: atOnce, rounds: rounds))
        case .wait(let wait): return .wait(wait)
        case .approval(let policy): return .approval(policy)
        case .call(let called, let arguments):
            return .call(inline(called.playbook, arguments, template, at: index, place))
        case .set(let values): return .set(values)
        case .fail(let text): return .fail(text)
        case .end(let text): return .end(text)
        }
    }

    /// A group with a frame of its own.
    private mutating func round(
        _ number: Int,
        of draft: StepSurvey.Draft,
        _ template: TemplateStep,
        at loop: Step.Index,
        _ place: Place
    ) -> Step.Index {
        let index = reserve()
        let frame = frames.count
        let outer = frames[place.frame]
        let item = Frame.Item(loop: loop, number: number)
        frames.append(FrameDraft(scope: outer.scope, outer: place.frame, inputs: outer.inputs, item: item))
        let path = "\(place.prefix)\(template.id)[\(number + 1)]"
        let inner = draft.lists.flatMap { self.place($0, Place(frame: frame, prefix: path + "/")) }
        steps[index.position] = Step(
            index: index,
            id: template.id,
            path: path,
            span: template.span,
            frame: frame,
            condition: nil,
            body: .group(inner),
            timeout: nil,
            onFailure: .stop
        )
        return index
    }

    /// The steps of a called playbook, which was expanded by itself, moved to where they stand here.
    private mutating func inline(
        _ called: Playbook,
        _ arguments: [Call.Argument],
        _ template: TemplateStep,
        at index: Step.Index,
        _ place: Place
    ) -> Call {
        let move = Move(
            steps: steps.count,
            frames: frames.count,
            call: index,
            prefix: place.prefix + template.id + "/",
            given: Template.given(arguments)
        )
        let item = frames[place.frame].item
        for frame in called.frames {
            frames.append(
                FrameDraft(
                    scope: frame.scope,
                    meant: frame.meant.mapValues { move.index($0) },
                    outer: frame.outer.map { $0 + move.frames },
                    inputs: move.inputs(frame.inputs),
                    item: frame.item.map { Frame.Item(loop: move.index($0.loop), number: $0.number) } ?? item
                )
            )
        }
        for step in called.steps.prefix(called.steps.count - called.releases.count) { steps.append(move.step(step)) }
        return Call(
            playbook: called.name,
            arguments: arguments,
            main: called.main.map { move.index($0) },
            always: called.always.map { move.index($0) }
        )
    }
}

/// Moves steps from one playbook into another.
private struct Move {
    /// Where the first step, and the first frame, come to stand.
    let steps: Int
    let frames: Int
    let call: Step.Index
    let prefix: String
    /// The pieces that the call gives to inputs.
    let given: [String: Template.Given]

    func index(_ index: Step.Index) -> Step.Index { Step.Index(index.position + steps) }

    func inputs(_ inputs: Frame.Inputs) -> Frame.Inputs {
        switch inputs {
        case .run: .call(call)
        case .call(let inner): .call(index(inner))
        }
    }

    func step(_ step: Step) -> Step {
        let onFailure: Step.OnFailure =
            if case .goTo(let target) = step.onFailure { .goTo(index(target)) } else { step.onFailure }
        return Step(
            index: index(step.index),
            id: step.id,
            path: prefix + step.path,
            span: step.span,
            frame: step.frame + frames,
            condition: step.condition,
            body: body(step.body),
            timeout: step.timeout,
            onFailure: onFailure
        )
    }

    private func body(_ body: Step.Body) -> Step.Body {
        switch body {
        case .parallel(let steps): .parallel(steps.map { index($0) })
        case .group(let steps): .group(steps.map { index($0) })
        case .choose(let branches):
            .choose(branches.map { Branch(condition: $0.condition, steps: $0.steps.map { index($0) }) })
        case .loop(let loop):
            .loop(
                Loop(
                    list: loop.list,
                    condition: loop.condition,
                    atOnce: loop.atOnce,
                    rounds: loop.rounds.map { index($0) }
                )
            )
        case .call(let inner):
            .call(
                Call(
                    playbook: inner.playbook,
                    arguments: inner.arguments,
                    main: inner.main.map { index($0) },
                    always: inner.always.map { index($0) }
                )
            )
        case .action(let call): .action(call.giving(given))
        case .wait(.message(let call)): .wait(.message(call.giving(given)))
        case .release(let of, let call): .release(of: index(of), call)
        case .wait, .approval, .set, .fail, .end: body
        }
    }
}
