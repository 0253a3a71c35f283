package import CEL
package import Domain
package import Playbooks

/// What a store keeps of a run besides its event, its playbook and its steps, which have rows of their own.
package struct RunHeader: Hashable, Sendable, Stored {
    package let id: RunID
    package let incident: IncidentID
    package let playbook: Digest
    package let event: Event.Key
    package let device: Device
    package let started: Instant
    package let startedBy: Actor
    package let isDrill: Bool
    package let deviceIsUnknown: Bool
    package let isTooOld: Bool
    package let asks: Bool
    package let fleet: FleetSnapshot?

    package init(_ run: Run) {
        id = run.id
        incident = run.incident
        playbook = run.playbook.digest
        event = run.event.key
        device = run.device
        started = run.started
        startedBy = run.startedBy
        isDrill = run.isDrill
        deviceIsUnknown = run.deviceIsUnknown
        isTooOld = run.isTooOld
        asks = run.asks
        fleet = run.fleet
    }

    package var stored: Value {
        [
            "id": .string(id.description), "incident": .string(incident.description),
            "playbook": .string(playbook.description), "source": .string(event.source), "event": .string(event.id),
            "device": device.stored, "started": Value(started), "by": .string(startedBy.name),
            "proof": .string(startedBy.proof), "drill": .bool(isDrill), "device_unknown": .bool(deviceIsUnknown),
            "too_old": .bool(isTooOld), "asks": .bool(asks), "fleet": fleet?.stored ?? .null,
        ]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "run")
        id = try fields.parsed("id", RunID.init)
        incident = try fields.parsed("incident", IncidentID.init)
        playbook = try fields.parsed("playbook", Digest.init(hex:))
        event = Event.Key(source: try fields.text("source"), id: try fields.text("event"))
        device = try fields.nested("device")
        started = try fields.instant("started")
        startedBy = Actor(name: try fields.text("by"), proof: try fields.text("proof"))
        isDrill = try fields.flag("drill")
        deviceIsUnknown = try fields.flag("device_unknown")
        isTooOld = try fields.flag("too_old")
        // Runs that were begun before there were these fields ask nobody and know of no fleet.
        asks = fields.value("asks") == true
        fleet = fields.value("fleet") == .null ? nil : try fields.nested("fleet")
    }
}

extension Run {
    /// A run as it was, from what a store kept.
    package init(
        _ header: RunHeader,
        event: Event,
        playbook: Playbook,
        phase: Phase,
        revision: Int,
        ended: Instant?,
        steps: [Step.Index: StepRecord]
    ) throws(StoredFormatError) {
        guard playbook.digest == header.playbook else {
            throw StoredFormatError("run \(header.id): its playbook is another version than the one it is pinned to")
        }
        self.init(
            id: header.id,
            incident: header.incident,
            playbook: playbook,
            event: event,
            device: header.device,
            started: header.started,
            startedBy: header.startedBy,
            isDrill: header.isDrill,
            deviceIsUnknown: header.deviceIsUnknown,
            isTooOld: header.isTooOld,
            asks: header.asks,
            fleet: header.fleet
        )
        for (index, record) in steps {
            guard index.position < self.steps.count else {
                throw StoredFormatError("run \(header.id): it has more steps than its playbook")
            }
            self[index] = record
        }
        self.phase = phase
        self.revision = revision
        self.ended = ended
    }
}

extension Incident: Stored {
    package var stored: Value {
        var members: [(String, Value)] = [
            ("id", .string(id.description)), ("playbook", .string(playbook)), ("device", .string(device.description)),
            ("severity", .string(severity.text)), ("dedupe", .string(dedupeText)), ("opened", Value(opened)),
            ("joins_until", Value(joinsUntil)), ("run", .string(run.description)), ("drill", .bool(isDrill)),
            ("events", .int(Int64(eventsCount))), ("too_old", .bool(isTooOld)), ("last_alarm", Value(lastAlarm)),
            ("kept_until", Value(keptUntil)),
        ]
        if let alarms { members.append(("alarms", alarms.stored)) }
        return .map(members)
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "incident")
        self.init(
            id: try fields.parsed("id", IncidentID.init),
            playbook: try fields.text("playbook"),
            device: try fields.parsed("device", DeviceID.init),
            severity: try fields.parsed("severity", Severity.init(text:)),
            dedupeText: try fields.text("dedupe"),
            opened: try fields.instant("opened"),
            joinsUntil: try fields.instant("joins_until"),
            run: try fields.parsed("run", RunID.init),
            isDrill: try fields.flag("drill"),
            // Earlier versions knew nothing of this, nor of what stands below: of alarms they knew the first.
            isTooOld: fields.value("too_old") == true,
            eventsCount: Int(try fields.integer("events")),
            lastAlarm: try fields.optionalInstant("last_alarm"),
            keptUntil: try fields.optionalInstant("kept_until"),
            alarms: fields.value("alarms") == .null ? nil : try fields.nested("alarms")
        )
    }
}
