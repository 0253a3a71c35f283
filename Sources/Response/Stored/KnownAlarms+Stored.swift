package import CEL
package import Domain

extension KnownAlarms: Stored {
    package var stored: Value {
        var members: [(String, Value)] = [("known", .list(alarms.map(\.stored)))]
        if isOverfull { members.append(("overfull", true)) }
        return .map(members)
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "alarms")
        self.init(
            alarms: try fields.list("known").map { (value) throws(StoredFormatError) in try Alarm(stored: value) },
            isOverfull: fields.value("overfull") == true
        )
    }
}

extension KnownAlarms.Alarm: Stored {
    package var stored: Value {
        var members: [(String, Value)] = [("rule", .string(rule.description)), ("latest", Value(latest))]
        if let ended { members.append(("ended", Value(ended))) }
        return .map(members)
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "alarm")
        self.init(
            rule: try fields.parsed("rule", Digest.init(hex:)),
            latest: try fields.instant("latest"),
            ended: try fields.optionalInstant("ended")
        )
    }
}
