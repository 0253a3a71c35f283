internal import CEL
internal import Domain

// What the parts of ``Facts`` look like to an expression: the declared fields, and the value of each by its index.

final class EventObject: Object {
    static let type = ObjectType(
        "event",
        fields: [
            ("id", .string), ("source", .string), ("type", .string), ("time", .timestamp), ("device", .string),
            ("severity", .string), ("state", .string), ("name", .string), ("metric", .string), ("value", .dyn),
            ("data", .dyn),
        ]
    )

    let event: Event
    var objectType: ObjectType { Self.type }

    init(event: Event) { self.event = event }

    func field(_ index: Int) -> Value? {
        switch index {
        case 0: .string(event.key.id)
        case 1: .string(event.key.source)
        case 2: .string(event.type)
        case 3: Value(event.time)
        case 4: .string(event.device.description)
        case 5: .string(event.severity.text)
        case 6: .string(event.state.text)
        case 7: .string(event.name)
        case 8: .string(event.metric)
        case 9: event.value
        case 10: event.data
        default: nil
        }
    }

    /// The texts that conditions ask about, for every event and playbook.
    func test(_ index: Int, _ test: borrowing TextTest) -> Bool? {
        switch index {
        case 1: test.holds(event.key.source)
        case 2: test.holds(event.type)
        case 7: test.holds(event.name)
        case 8: test.holds(event.metric)
        default: nil
        }
    }
}

final class DeviceObject: Object {
    static let type = ObjectType(
        "device",
        fields: [
            ("id", .string), ("registered", .bool), ("site", .string), ("model", .string),
            ("groups", .list(.string)), ("tags", .list(.string)), ("protected", .bool),
        ]
    )

    let device: Device
    var objectType: ObjectType { Self.type }

    init(device: Device) { self.device = device }

    func field(_ index: Int) -> Value? {
        switch index {
        case 0: .string(device.id.description)
        case 1: .bool(device.isRegistered)
        case 2: .string(device.site)
        case 3: .string(device.model)
        case 4: .list(device.groups.map(Value.string))
        case 5: .list(device.tags.map(Value.string))
        case 6: .bool(device.isProtected)
        default: nil
        }
    }
}

final class IncidentObject: Object {
    static let type = ObjectType(
        "incident",
        fields: [("id", .string), ("opened", .timestamp), ("severity", .string), ("playbook", .string)]
    )

    let incident: Facts.Incident
    var objectType: ObjectType { Self.type }

    init(incident: Facts.Incident) { self.incident = incident }

    func field(_ index: Int) -> Value? {
        switch index {
        case 0: .string(incident.id.description)
        case 1: Value(incident.opened)
        case 2: .string(incident.severity.text)
        case 3: .string(incident.playbook)
        default: nil
        }
    }
}

final class RunObject: Object {
    static let type = ObjectType(
        "run",
        fields: [
            ("id", .string), ("outcome", .string), ("elapsed", .duration), ("started", .timestamp), ("drill", .bool),
        ]
    )

    let run: Facts.Run
    var objectType: ObjectType { Self.type }

    init(run: Facts.Run) { self.run = run }

    func field(_ index: Int) -> Value? {
        switch index {
        case 0: .string(run.id.description)
        case 1: .string(run.outcome)
        case 2: Value(run.elapsed)
        case 3: Value(run.started)
        case 4: .bool(run.isDrill)
        default: nil
        }
    }
}

final class CurrentStepObject: Object {
    static let type = ObjectType(
        "step",
        fields: [
            ("id", .string), ("key", .string), ("attempt", .int), ("fence", .int), ("not_after", .timestamp),
        ]
    )

    let step: Facts.CurrentStep
    var objectType: ObjectType { Self.type }

    init(step: Facts.CurrentStep) { self.step = step }

    func field(_ index: Int) -> Value? {
        switch index {
        case 0: .string(step.id)
        case 1: .string(step.key())
        case 2: .int(Int64(step.attempt))
        case 3: .int(Int64(step.fence))
        case 4: .timestamp(Timestamp(nanosecondsSinceEpoch: step.notAfter.nanosecondsSinceEpoch))
        default: nil
        }
    }
}

/// `steps.<id>`.
final class StepResultObject: Object {
    let objectType: ObjectType
    let result: Facts.StepResult

    init(objectType: ObjectType, result: Facts.StepResult) {
        self.objectType = objectType
        self.result = result
    }

    /// The type of a step's result: its output is of the type that is described, or open.
    static func type(output: CELType) -> ObjectType {
        ObjectType(
            "step_result",
            fields: [
                ("status", .string), ("ok", .bool), ("failed", .bool), ("skipped", .bool), ("output", output),
                ("error", .string), ("attempts", .int), ("elapsed", .duration),
            ]
        )
    }

    func field(_ index: Int) -> Value? {
        switch index {
        case 0: .string(result.status)
        case 1: .bool(result.isOK)
        case 2: .bool(result.hasFailed)
        case 3: .bool(result.wasSkipped)
        case 4: output
        case 5: .string(result.error)
        case 6: .int(Int64(result.attempts))
        case 7: Value(result.elapsed)
        default: nil
        }
    }

    private var output: Value {
        guard case .object(let type) = objectType.fields[4].type else { return result.output }
        return .object(OutputObject(objectType: type, content: result.output))
    }
}

/// `steps`: a field for each step of the playbook, in their order.
final class StepsObject: Object {
    let objectType: ObjectType
    let result: @Sendable (Int) -> Facts.StepResult

    init(objectType: ObjectType, result: @escaping @Sendable (Int) -> Facts.StepResult) {
        self.objectType = objectType
        self.result = result
    }

    func field(_ index: Int) -> Value? {
        guard case .object(let type) = objectType.fields[index].type else {
            preconditionFailure("every step has a result")
        }
        return .object(StepResultObject(objectType: type, result: result(index)))
    }
}

/// `inputs`: a field for each input of the playbook, in their order.
final class InputsObject: Object {
    let objectType: ObjectType
    let values: [Value]

    init(objectType: ObjectType, values: [Value]) {
        self.objectType = objectType
        self.values = values
    }

    func field(_ index: Int) -> Value? {
        // Not a conditional expression: there `nil` would be the value null.
        guard index < values.count else { return Optional.none }
        return values[index]
    }
}

extension Value {
    fileprivate init(_ instant: Instant) {
        self = .timestamp(Timestamp(nanosecondsSinceEpoch: instant.nanosecondsSinceEpoch))
    }

    fileprivate init(_ duration: Duration) {
        self = .duration(TimeSpan(nanoseconds: duration.nanoseconds))
    }
}
