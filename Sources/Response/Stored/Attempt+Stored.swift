package import CEL
package import Domain

extension Attempt: Stored {
    package var stored: Value {
        [
            "number": .int(Int64(number)), "key": .string(key.description),
            "fence": fence.map { .int(Int64($0)) } ?? .null, "began": Value(began), "deadline": Value(deadline),
            "request": request.stored,
        ]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "attempt")
        let number = Int(try fields.integer("number"))
        guard number >= 1 else { throw fields.wrong("number", "1 or more") }
        self.init(
            number: number,
            key: try fields.parsed("key", StepKey.init),
            fence: fields.value("fence") == .null ? nil : Int(try fields.integer("fence")),
            began: try fields.instant("began"),
            deadline: try fields.instant("deadline"),
            request: try fields.nested("request")
        )
    }
}

extension RenderedRequest: Stored {
    package var stored: Value {
        [
            "action": .string(action), "connection": connection.map(Value.string) ?? .null,
            "device": .string(device.description),
            "fields": .list(fields.map { .list([.string($0.name), .string($0.text)]) }),
        ]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "request")
        let pairs = try fields.list("fields").map { (value) throws(StoredFormatError) in
            guard case .list(let pair) = value, pair.count == 2, case .string(let name) = pair[0],
                case .string(let text) = pair[1]
            else { throw fields.wrong("fields", "pairs of texts") }
            return Field(name, text)
        }
        let connection: String? = if case .string(let name) = fields.value("connection") { name } else { nil }
        self.init(
            action: try fields.text("action"),
            connection: connection,
            device: try fields.parsed("device", DeviceID.init),
            fields: pairs
        )
    }
}

extension Completion: Stored {
    package var stored: Value {
        ["certainty": .string(certainty.text), "output": output, "evidence": .string(evidence)]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "completion")
        self.init(
            try fields.parsed("certainty", Certainty.init(text:)),
            output: fields.value("output"),
            evidence: try fields.text("evidence")
        )
    }
}
