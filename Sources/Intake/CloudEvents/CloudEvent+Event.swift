import CEL
import Domain

extension CloudEvent {
    /// The event that the engine knows. From an object as data it takes `device`, `severity`, `state`, `name`, `metric`
    /// and `value`, each where it is there; the device may also be the subject.
    /// The arrival stands for the time of an event that has none.
    func event(arrived: Instant) throws(EventProblem) -> Event {
        let fields = try object
        return Event(
            key: key,
            type: type,
            time: time ?? arrived,
            device: try device(fields),
            severity: try fields?.parsed("severity", as: Severity.allCases.map(\.text), Severity.init(text:))
                ?? .unknown,
            state: try fields?.parsed("state", as: Event.State.allCases.map(\.text), Event.State.init(text:))
                ?? .inAlarm,
            name: try fields?.optionalText("name") ?? "",
            metric: try fields?.optionalText("metric") ?? "",
            value: try fields?.reading("value") ?? .null,
            data: data
        )
    }

    private var object: EventFields? {
        get throws(EventProblem) {
            guard case .map = data else { return nil }
            return try EventFields(data, at: dataPointer, what: "the data")
        }
    }

    private func device(_ fields: EventFields?) throws(EventProblem) -> DeviceID {
        if let device = try fields?.device("device") { return device }
        guard let subject else {
            throw EventProblem(
                .missing,
                "neither 'data.device' nor 'subject' names a device",
                pointer: dataPointer + "/device",
                remedy: "name the device in 'data.device' or in 'subject'"
            )
        }
        guard let device = DeviceID(subject) else { throw .notADevice(subject, at: subjectPointer) }
        return device
    }
}

extension EventFields {
    /// What was measured: a number, a text, true or false, or an array of these.
    fileprivate func reading(_ name: String) throws(EventProblem) -> Value? {
        guard let value = self[name] else { return nil }
        let parts = if case .list(let items) = value { items } else { [value] }
        for part in parts {
            switch part {
            case .bool, .int, .uint, .double, .string: continue
            case .null, .bytes, .list, .map, .timestamp, .duration, .type, .object, .optional, .opaque:
                throw .wrongType(
                    pointer(to: name),
                    part,
                    expected: "a number, a text or an array of these",
                    remedy: "put what has a structure under another name in the data"
                )
            }
        }
        return value
    }
}
