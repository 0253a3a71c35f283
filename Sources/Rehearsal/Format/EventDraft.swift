import CEL
import Domain

/// An event on its way from what a test says.
struct EventDraft {
    /// What nobody has named.
    static let usualDevice: DeviceID = {
        guard let id = DeviceID("device-1") else { preconditionFailure("it is a device's name") }
        return id
    }()

    var source = "monitor"
    var id = "event-1"
    var type: String
    var time = SuiteReader.usualTime
    var device = Self.usualDevice
    var severity = Severity.unknown
    var state = Event.State.inAlarm
    var name = ""
    var metric = ""
    var value: Value = .null
    var data: Value = .null

    init(type: String) { self.type = type }

    init(_ event: Event) {
        source = event.key.source
        id = event.key.id
        type = event.type
        time = event.time
        device = event.device
        severity = event.severity
        state = event.state
        name = event.name
        metric = event.metric
        value = event.value
        data = event.data
    }

    var event: Event {
        Event(
            key: Event.Key(source: source, id: id),
            type: type,
            time: time,
            device: device,
            severity: severity,
            state: state,
            name: name,
            metric: metric,
            value: value,
            data: data
        )
    }
}
