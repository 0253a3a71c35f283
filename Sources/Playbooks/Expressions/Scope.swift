public import CEL
private import Domain

/// The variables that a playbook's expressions see, and their types.
///
/// One environment serves the whole playbook, so one set of bindings serves all its expressions; which of the
/// variables exist at the place of an expression is checked when the playbook is compiled (``Visibility``).
public struct Scope: Sendable {
    public let environment: Environment
    let stepsType: ObjectType
    let inputsType: ObjectType
    private let slots: Slots

    /// - Parameters:
    ///   - steps: the ids of the steps and the types of their outputs, in order, each once even with `-` read as `_`.
    ///   - inputs: the names of the inputs and their types, in order, each once.
    package init(steps: [(id: String, output: CELType)], inputs: [(String, CELType)]) {
        let stepFields = steps.map { step in
            let type = step.output == .dyn ? Self.openResult : StepResultObject.type(output: step.output)
            return (Self.fieldName(ofStep: step.id), CELType.object(type))
        }
        stepsType = ObjectType("steps", fields: stepFields)
        inputsType = ObjectType("inputs", fields: inputs)
        environment = Environment(
            variables: [
                (name: "event", type: .object(EventObject.type)),
                (name: "device", type: .object(DeviceObject.type)),
                (name: "now", type: .timestamp),
                (name: "incident", type: .object(IncidentObject.type)),
                (name: "run", type: .object(RunObject.type)),
                (name: "steps", type: .object(stepsType)),
                (name: "step", type: .object(CurrentStepObject.type)),
                (name: "inputs", type: .object(inputsType)),
                (name: "message", type: .map(.string, .dyn)),
                (name: "item", type: .dyn),
                (name: "previous", type: .dyn),
                (name: "arrived", type: .object(EventObject.type)),
                (name: "fleet", type: .object(FleetObject.type)),
            ],
            functions: FleetObject.functions
        )
        slots = Slots(environment)
    }

    private static let openResult = StepResultObject.type(output: .dyn)

    /// How a step is named in expressions: `-` would be a minus there, so `cut-off` is `steps.cut_off`.
    public static func fieldName(ofStep id: String) -> String {
        String(id.map { $0 == "-" ? "_" : $0 })
    }

    /// The variables at one moment. What the facts do not hold is unbound: reading it is an error of the expression.
    /// `steps` comes with the run.
    ///
    /// `meaning` says which step of the run a step of this scope is; nil where it is none.
    public func bindings(
        _ facts: Facts,
        meaning: @escaping @Sendable (Int) -> Step.Index? = { Step.Index($0) }
    ) -> Bindings {
        var bindings = Bindings(environment)
        bindings[slot: slots.event] = .object(facts.eventObject)
        bindings[slot: slots.device] = .object(facts.deviceObject)
        let now = Timestamp(nanosecondsSinceEpoch: facts.now.nanosecondsSinceEpoch)
        bindings[slot: slots.now] = .timestamp(now)
        if let incident = facts.incident {
            bindings[slot: slots.incident] = .object(IncidentObject(incident: incident))
        }
        if let run = facts.run {
            bindings[slot: slots.run] = .object(RunObject(run: run))
            let result = facts.result
            let steps = StepsObject(objectType: stepsType) { meaning($0).map(result) ?? .pending }
            bindings[slot: slots.steps] = .object(steps)
        }
        bindings[slot: slots.inputs] = .object(InputsObject(objectType: inputsType, values: facts.inputs))
        if let step = facts.step {
            bindings[slot: slots.step] = .object(CurrentStepObject(step: step))
        }
        if let message = facts.message { add(message, to: &bindings) }
        if let item = facts.item { bindings[slot: slots.item] = item }
        if let previous = facts.previous { bindings[slot: slots.previous] = previous }
        if let arrived = facts.arrived { bindings[slot: slots.arrived] = .object(EventObject(event: arrived)) }
        if let fleet = facts.fleet { bindings[slot: slots.fleet] = .object(FleetObject(fleet: fleet)) }
        return bindings
    }

    /// Adds, or replaces, the answer of a device: for a driver that tries one message after another.
    public func add(_ message: Facts.Message, to bindings: inout Bindings) {
        bindings[slot: slots.message] = message.value
    }

    /// Where each variable is kept, looked up once.
    private struct Slots: Sendable {
        let event: Slot
        let device: Slot
        let now: Slot
        let incident: Slot
        let run: Slot
        let steps: Slot
        let step: Slot
        let inputs: Slot
        let message: Slot
        let item: Slot
        let previous: Slot
        let arrived: Slot
        let fleet: Slot

        init(_ environment: Environment) {
            func slot(_ name: String) -> Slot {
                guard let slot = environment.slot(name) else { preconditionFailure("'\(name)' is declared above") }
                return slot
            }
            event = slot("event")
            device = slot("device")
            now = slot("now")
            incident = slot("incident")
            run = slot("run")
            steps = slot("steps")
            step = slot("step")
            inputs = slot("inputs")
            message = slot("message")
            item = slot("item")
            previous = slot("previous")
            arrived = slot("arrived")
            fleet = slot("fleet")
        }
    }
}
