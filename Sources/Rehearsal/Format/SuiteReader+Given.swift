import CEL
import Domain
import Playbooks
import Response

// The world at the moment of the event.
extension SuiteReader {
    /// A Monday at noon: no weekend, no night, no holiday.
    static let usualTime = Instant(millisecondsSinceEpoch: 1_767_614_400_000)
    private static let countMax = 1_000_000
    /// Other devices that a test makes up one by one.
    private static let othersMax = 100_000

    /// Nil where the rest of the test cannot be read without it.
    mutating func given(_ node: YAMLNode?) -> (playbook: Playbook, given: Given)? {
        let fields = node.flatMap { SuiteForm.given.fields($0, &findings) }
        if node != nil, fields == nil { return nil }
        let time = fields?["now"].map { instant($0) } ?? nil
        let playbook = playbook(fields)
        let event = event(fields?["event"], at: time)
        let device = device(fields?["device"], event?.device ?? EventDraft.usualDevice)
        guard let playbook, let event, let device else { return nil }
        let isFromFile = fields?["event"]?["file"] != nil
        let age = age(fields)
        let now = time ?? (isFromFile ? event.time + (age ?? .zero) : Self.usualTime)
        let lookup = lookup(device, fields)
        var given = Given(
            event: event.with(
                device: device.id,
                time: isFromFile && age == nil ? event.time : now - (age ?? .zero)
            ),
            lookup: lookup,
            fleet: isUnavailable(lookup) ? nil : Self.usualFleet(device),
            now: now
        )
        if let fields { surround(&given, fields) }
        return (playbook, given)
    }

    private mutating func surround(_ given: inout Given, _ fields: YAMLFields) {
        if let node = fields["fleet"] { given.fleet = fleet(node) }
        if let node = fields["touched"] { given.touched = touched(node) }
        if let node = fields["alarms"], let keys = SuiteForm.alarms.fields(node, &findings),
            let devices = keys.number("devices", in: 1...Self.othersMax, &findings),
            let within = keys.duration("within", &findings)
        {
            given.alarms = Given.Alarms(devices: devices, within: within)
        }
    }

    // MARK: - The event

    /// An event as `given` says it; its time is set later, unless a file says it.
    private mutating func event(_ node: YAMLNode?, at time: Instant?) -> Event? {
        let type = subject.playbook.trigger.event
        var usual = EventDraft(type: type)
        guard let node else { return usual.event }
        guard let fields = SuiteForm.event.fields(node, &findings) else { return nil }
        if fields["file"] != nil {
            guard let file = fields.text("file", &findings), let event = readFile(file, at: node["file"] ?? node, time)
            else { return nil }
            usual = EventDraft(event)
        }
        fill(&usual, fields)
        return usual.event
    }

    private mutating func readFile(_ path: String, at node: YAMLNode, _ time: Instant?) -> Event? {
        do throws(OperatorError) {
            return try eventFile(path, time ?? Self.usualTime)
        } catch {
            report(.unreadableEvent, "\(DisplayText.quoted(path)): \(error.reason)", at: node, remedy: error.remedy)
            return nil
        }
    }

    /// What is written replaces what was there.
    mutating func fill(_ draft: inout EventDraft, _ fields: YAMLFields) {
        let severities = Severity.allCases.map { ($0.text, $0) }
        let states = Event.State.allCases.map { ($0.text, $0) }
        draft.type = fields.text("type", &findings) ?? draft.type
        draft.severity = fields.choice("severity", severities, &findings) ?? draft.severity
        draft.state = fields.choice("state", states, &findings) ?? draft.state
        draft.name = fields.text("name", &findings) ?? draft.name
        draft.metric = fields.text("metric", &findings) ?? draft.metric
        draft.source = fields.text("source", &findings) ?? draft.source
        draft.id = fields.text("id", &findings) ?? draft.id
        if let node = fields["value"] { draft.value = Self.value(node) }
        if let node = fields["data"] { draft.data = Self.value(node) }
    }

    private mutating func age(_ fields: YAMLFields?) -> Duration? {
        guard let node = fields?["event"]?["age"] else { return nil }
        return YAMLFields.duration(node, named: "age", &findings)
    }

    // MARK: - The device

    private mutating func device(_ node: YAMLNode?, _ id: DeviceID) -> Device? {
        guard let node else { return Device(id: id) }
        return DeviceReader.device(node, standing: id, &findings)
    }

    private mutating func lookup(_ device: Device, _ fields: YAMLFields?) -> DeviceLookup {
        guard let fields, fields.choice("registry", [("unavailable", true)], &findings) == true else {
            return .found(device)
        }
        let error = OperatorError(
            attempted: "look up device \(device.id)",
            reason: "the registry does not answer",
            remedy: "nothing: the test says so"
        )
        return .unavailable(device.id, error)
    }

    private func isUnavailable(_ lookup: DeviceLookup) -> Bool {
        if case .unavailable = lookup { true } else { false }
    }

    // MARK: - The fleet

    /// Large enough that a share of it is some devices.
    private static func usualFleet(_ device: Device) -> FleetSnapshot {
        FleetSnapshot(
            size: 1_000,
            sites: device.site.isEmpty ? [:] : [device.site: 100],
            groups: Dictionary(device.groups.map { ($0, 100) }) { first, _ in first }
        )
    }

    private mutating func fleet(_ node: YAMLNode) -> FleetSnapshot? {
        guard let fields = SuiteForm.fleet.fields(node, &findings),
            let size = fields.number("size", in: 0...Self.countMax, &findings)
        else { return nil }
        return FleetSnapshot(size: size, sites: counts(fields, "sites"), groups: counts(fields, "groups"))
    }

    private mutating func counts(_ fields: YAMLFields, _ key: String) -> [String: Int] {
        var counts: [String: Int] = [:]
        for entry in fields.entries(key, &findings) ?? [] {
            guard case .int(let count)? = entry.value.scalar?.value, (0...Int64(Self.countMax)).contains(count) else {
                findings.report(
                    YAMLProblem.badValue,
                    "'\(key)' has a number of devices under each name",
                    at: entry.value
                )
                continue
            }
            counts[entry.key] = Int(count)
        }
        return counts
    }

    /// One mapping, or a list of them.
    private mutating func touched(_ node: YAMLNode) -> [Given.Touched] {
        let nodes: [YAMLNode] = if case .sequence(let elements) = node.content { elements } else { [node] }
        return nodes.compactMap { node in
            guard let fields = SuiteForm.touched.fields(node, &findings),
                let devices = fields.number("devices", in: 1...Self.othersMax, &findings),
                let within = fields.duration("within", &findings)
            else { return nil }
            let site = fields.text("site", &findings) ?? ""
            return Given.Touched(
                devices: devices,
                within: within,
                site: site,
                groups: fields.texts("groups", &findings)
            )
        }
    }

    // MARK: - The playbook

    private mutating func playbook(_ fields: YAMLFields?) -> Playbook? {
        let modes = Playbook.Mode.allCases.map { ($0.text, $0) }
        let mode = fields?.choice("mode", modes, &findings)
        var playbook = subject.playbook
        if let node = fields?["inputs"] {
            guard let other = compiled(node, fields?.entries("inputs", &findings) ?? []) else { return nil }
            playbook = other
        }
        return mode.map { playbook.running(in: $0) } ?? playbook
    }

    private mutating func compiled(_ node: YAMLNode, _ entries: [YAMLEntry]) -> Playbook? {
        let known = subject.playbook.inputs.map(\.name)
        var inputs: [String: Value] = [:]
        for entry in entries {
            guard known.contains(entry.key) else {
                reportUnknown("input", entry.key, among: known, at: findings.source.span(ofKey: entry))
                continue
            }
            inputs[entry.key] = Self.value(entry.value)
        }
        switch subject.compile(inputs) {
        case .success(let playbook): return playbook
        case .failure(let error):
            // Of a rendered diagnostic the line that says what is wrong.
            let lines = error.reason.split(separator: "\n").map(String.init)
            let reason = lines.first { $0.contains(": error[") } ?? error.reason
            report(.wrongInputs, "the playbook does not take them", at: node, remedy: reason)
            return nil
        }
    }

    mutating func instant(_ node: YAMLNode) -> Instant? {
        if let text = node.scalar?.text, let time = Timestamp(text)?.nanosecondsSinceEpoch {
            return Instant(nanosecondsSinceEpoch: time)
        }
        findings.report(YAMLProblem.badValue, "'now' is a time", at: node, remedy: "write 2026-01-05T12:00:00Z")
        return nil
    }
}
