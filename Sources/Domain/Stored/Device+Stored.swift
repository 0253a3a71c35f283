package import CEL

extension Device: Stored {
    package var stored: Value {
        [
            "id": .string(id.description), "registered": .bool(isRegistered), "site": .string(site),
            "model": .string(model), "groups": Value(texts: groups), "tags": Value(texts: tags),
            "protected": .bool(isProtected),
        ]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "device")
        self.init(
            id: try fields.parsed("id", DeviceID.init),
            isRegistered: try fields.flag("registered"),
            site: try fields.text("site"),
            model: try fields.text("model"),
            groups: try fields.texts("groups"),
            tags: try fields.texts("tags"),
            isProtected: try fields.flag("protected")
        )
    }
}
