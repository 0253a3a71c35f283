import CEL
import Domain
import Ledger
import Playbooks

// From a step's templates to its exact request.
extension Advance {
    /// The exact request. `key` is the step's own, which is worth making once.
    /// - Throws: where an expression cannot be evaluated, or gives what the action cannot take.
    func render(_ step: Step, _ call: ActionCall, _ key: StepKey) throws(OperatorError) -> RenderedRequest {
        let bindings = bindings(for: step, key)
        var parameters: [(name: String, value: Value)] = []
        for parameter in call.parameters {
            let place = call.descriptor.place(of: parameter.name)
            let value = try value(of: parameter.template, place, "'\(parameter.name)' of step '\(step.path)'", bindings)
            parameters.append((parameter.name, value))
        }
        let rendering = RenderingCall(
            descriptor: call.descriptor,
            connection: call.connection,
            device: run.device.id,
            key: key,
            run: run.id,
            incident: run.incident,
            playbook: run.playbook.name,
            now: now,
            isDrill: run.isDrill,
            confirmationTopic: try confirmationTopic(step, call, bindings),
            parameters: parameters
        )
        return try rules.action(call).render(rendering)
    }

    func intent(_ step: Step, _ call: ActionCall, _ attempt: Attempt) -> Intent {
        Intent(
            id: IntentID(
                run: run.id,
                step: step.index,
                attempt: attempt.number,
                generation: run[step.index].generation
            ),
            attempt: attempt,
            confirmation: confirmation(step, call, attempt),
            timeout: call.timeout,
            isDrill: run.isDrill,
            protection: protection(of: step, call)
        )
    }

    /// Only who let a protection pass, or a gateway, has heard of it: of the others the device is asked about again, as it is by then.
    private func protection(of step: Step, _ call: ActionCall) -> Intent.Protection {
        guard !run.isDrill, call.descriptor.touchesDevice, !call.descriptor.liftsContainment else { return .ofNoMatter }
        let waivers = run.waivers(for: step)
        func isWaived(_ hold: Hold) -> Bool { waivers.contains { $0.covers(hold) } }
        let isGatewayNoMatter = !run.origin.holdsGateways || isWaived(Hold(.gateway, ""))
        let isProtectionNoMatter = run.origin.protectors.allSatisfy { isWaived(Hold(.protected, of: $0, "")) }
        guard !isGatewayNoMatter || !isProtectionNoMatter else { return .ofNoMatter }
        let bound = BoundProtection { [origin = run.origin, now = now] device in
            let holds = origin.protections(of: device, at: now) + [origin.gateway(of: device)].compactMap(\.self)
            return holds.first { hold in !waivers.contains { $0.covers(hold) } }?.explanation
        }
        let isUnknown = run.deviceIsUnknown && isWaived(Hold(.undecided, of: Hold.registry, ""))
        return isUnknown ? .undecided(bound) : .asked(run.started, bound)
    }

    /// The same for every attempt of the step, and on every node.
    func stepKey(_ step: Step) -> StepKey { keyMaker(step)() }

    /// Makes ``stepKey(_:)``, which costs more than most expressions, where somebody asks for it.
    private func keyMaker(_ step: Step) -> @Sendable () -> StepKey {
        { [id = run.id, generation = run[step.index].generation, installationKey = rules.installationKey] in
            StepKey(run: id, step: step.path, generation: generation, installationKey: installationKey)
        }
    }

    /// What the step's expressions see now.
    func bindings(for step: Step, _ key: StepKey? = nil, adding: (inout Facts) -> Void = { _ in }) -> Bindings {
        var facts = facts
        let run = run
        let now = now
        facts.run = Facts.Run(
            id: run.id,
            outcome: run.phase.outcome?.text ?? "running",
            started: run.started,
            elapsed: (now - run.started).wholeMilliseconds,
            isDrill: run.isDrill
        )
        facts.result = { index in run[index].facts(at: now) }
        let frame = run.playbook.frames[step.frame]
        facts.inputs = inputs(seenFrom: frame)
        facts.item = item(seenFrom: frame)
        facts.previous = previous(seenFrom: frame)
        facts.step = currentStep(step, key ?? run[step.index].state.attempt?.key)
        adding(&facts)
        return run.playbook.bindings(facts, in: step.frame)
    }

    private func currentStep(_ step: Step, _ key: StepKey?) -> Facts.CurrentStep {
        let record = run[step.index]
        let make = keyMaker(step)
        return Facts.CurrentStep(
            id: step.id,
            key: { (key ?? make()).description },
            attempt: max(1, record.state.attempts),
            fence: record.state.attempt?.fence ?? fence + 1,
            notAfter: (record.began ?? now) + (step.call?.overall ?? .zero)
        )
    }

    /// What the inputs of a called playbook see, where they are its own.
    func bindingsOfInputs(in frame: Frame.Index) -> Bindings { run.playbook.bindings(facts, in: frame) }

    private var facts: Facts {
        var facts = Facts(event: run.event, device: run.device, now: now)
        facts.incident = run.incidentFacts
        facts.fleet = run.fleet
        return facts
    }

    private func inputs(seenFrom frame: Frame) -> [Value] {
        switch frame.inputs {
        case .run: run.inputs
        case .call(let index): if case .open(.inputs(let values), _) = run[index].state { values } else { [] }
        }
    }

    private func item(seenFrom frame: Frame) -> Value? {
        guard let item = frame.item, case .open(.items(let values), _) = run[item.loop].state,
            item.number < values.count
        else { return Optional.none }
        return values[item.number]
    }

    private func previous(seenFrom frame: Frame) -> Value? {
        guard let item = frame.item, case .loop(let loop) = run.playbook[item.loop].body else { return Optional.none }
        return item.number == 0 ? .null : result(ofRound: loop.rounds[item.number - 1])
    }

    /// What the last step of a loop's round gave; null where it has not, or did not.
    func result(ofRound round: Step.Index) -> Value {
        guard let last = run.playbook[round].children.last else { return .null }
        return run[last].facts(at: now).output
    }

    private func confirmationTopic(
        _ step: Step,
        _ call: ActionCall,
        _ bindings: Bindings
    ) throws(OperatorError) -> String? {
        guard let confirmation = call.confirmation else { return nil }
        let topic = try value(of: confirmation.topic, .topic, "the answer's topic of step '\(step.path)'", bindings)
        guard case .string(let text) = topic else { preconditionFailure("a topic renders to a text") }
        return text
    }

    /// The condition travels with its variables in place, so that the driver judges each message without the core.
    private func confirmation(_ step: Step, _ call: ActionCall, _ attempt: Attempt) -> BoundConfirmation? {
        guard let confirmation = call.confirmation, let topic = attempt.request.confirmationTopic else { return nil }
        let scope = run.playbook.frames[step.frame].scope
        let bindings = bindings(for: step)
        return BoundConfirmation(topic: topic, within: confirmation.within) { message in
            guard let condition = confirmation.condition else { return true }
            var bindings = bindings
            scope.add(message, to: &bindings)
            do throws(EvaluationError) {
                return try condition.evaluate(bindings) == .bool(true)
            } catch {
                // A message that the condition cannot judge is not the answer.
                return false
            }
        }
    }

    func value(
        of template: Template,
        _ place: Template.Place,
        _ what: @autoclosure () -> String,
        _ bindings: Bindings
    ) throws(OperatorError) -> Value {
        do throws(RenderFailure) {
            return try template.render(bindings, for: place)
        } catch {
            throw OperatorError(
                attempted: "fill in \(what())",
                reason: "\(error)",
                remedy: "guard the field with has(…), or correct it; 'cordon run --dry-run' shows the result"
            )
        }
    }
}

extension ActionDescriptor {
    func place(of parameter: String) -> Template.Place {
        switch parameters.first(where: { $0.name == parameter })?.type {
        case .topic: .topic
        case .path: .path
        case .text: .text
        case .document, .duration, .choice, .connection, .confirmation, nil: .value
        }
    }
}

extension Run {
    var incidentFacts: Facts.Incident {
        Facts.Incident(id: incident, opened: started, severity: playbook.severity, playbook: playbook.name)
    }
}

extension StepRecord {
    func facts(at now: Instant) -> Facts.StepResult {
        Facts.StepResult(
            status: state.text,
            isOK: state.isClosed && !state.isFailure && !isSkipped,
            hasFailed: state.isFailure,
            wasSkipped: isSkipped,
            output: state.output,
            error: state.error?.reason ?? "",
            attempts: state.attempts,
            elapsed: began.map { ((closed ?? now) - $0).wholeMilliseconds } ?? .zero
        )
    }

    private var isSkipped: Bool {
        if case .skipped = state { true } else { false }
    }
}
