package import CEL

extension Event: Stored {
    package var stored: Value {
        [
            "source": .string(key.source), "id": .string(key.id), "type": .string(type), "time": Value(time),
            "device": .string(device.description), "severity": .string(severity.text), "state": .string(state.text),
            "name": .string(name), "metric": .string(metric), "value": value, "data": data,
        ]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "event")
        self.init(
            key: Key(source: try fields.text("source"), id: try fields.text("id")),
            type: try fields.text("type"),
            time: try fields.instant("time"),
            device: try fields.parsed("device", DeviceID.init),
            severity: try fields.parsed("severity", Severity.init(text:)),
            state: try fields.parsed("state", State.init(text:)),
            name: try fields.text("name"),
            metric: try fields.text("metric"),
            value: fields.value("value"),
            data: fields.value("data")
        )
    }
}
