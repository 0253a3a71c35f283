package import CEL
package import Domain
package import Response

/// Values that tests share.
package enum Sample {
    package static let start = Instant(millisecondsSinceEpoch: 1_790_000_000_000)
    package static let monitor = Actor(name: "source:test", proof: "none")
    package static let operatorOnDuty = Actor(name: "person:ada", proof: "local-user")
    package static let installationKey = [UInt8](repeating: 7, count: 32)

    package static func device(_ name: String) -> DeviceID {
        guard let id = DeviceID(name) else { preconditionFailure("\(name) is no device's name") }
        return id
    }

    package static func event(
        _ id: String,
        of device: String = "pump-7",
        type: String = "violation",
        severity: Severity = .high,
        state: Event.State = .inAlarm,
        name: String = "too loud",
        value: Value = 200_000,
        data: Value = .null,
        at time: Instant = start
    ) -> Event {
        Event(
            key: Event.Key(source: "defender", id: id),
            type: type,
            time: time,
            device: self.device(device),
            severity: severity,
            state: state,
            name: name,
            metric: "aws:message-byte-size",
            value: value,
            data: data
        )
    }

    /// A measure in force, of which a number makes the id.
    package static func measure(_ number: Int, of device: DeviceID, since: Instant = start) -> Measure {
        Measure(
            id: MeasureID(Digest(of: "measure \(number)".utf8)),
            device: device,
            action: "certificate.deactivate",
            inverse: "certificate.reactivate",
            connection: nil,
            run: RunID(Digest(of: "run".utf8)),
            incident: IncidentID(Digest(of: "incident".utf8)),
            playbook: "contain",
            step: "deactivate",
            since: since,
            until: nil,
            state: .inForce
        )
    }

    /// An error of which only the reason matters.
    package static func error(_ reason: String) -> OperatorError {
        OperatorError(attempted: "do what a test asks", reason: reason, remedy: "nothing: it is a test")
    }
}
