package import CEL

extension Device: Stored {
    package var stored: Value {
        var members: [(String, Value)] = [
            ("id", .string(id.description)), ("registered", .bool(isRegistered)), ("site", .string(site)),
            ("model", .string(model)), ("groups", Value(texts: groups)), ("tags", Value(texts: tags)),
            ("protected", .bool(isProtected)),
        ]
        if let gateway { members.append(("gateway", .string(gateway.description))) }
        if children > 0 { members.append(("children", .int(Int64(children)))) }
        if let peers { members.append(("peers", .int(Int64(peers)))) }
        return .map(members)
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
            isProtected: try fields.flag("protected"),
            gateway: fields.value("gateway") == .null ? nil : try fields.parsed("gateway", DeviceID.init),
            children: fields.value("children") == .null ? 0 : Int(try fields.integer("children")),
            peers: fields.value("peers") == .null ? nil : Int(try fields.integer("peers"))
        )
    }
}
