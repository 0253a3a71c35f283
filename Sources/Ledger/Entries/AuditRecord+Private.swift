import Domain

// What a record says of people: a person's name, the detail of what a person did, which they may have written, and a
// detail that names somebody, as that of a step which somebody stopped does.
extension AuditRecord {
    /// What stands in an entry in the place of a person's name.
    package static let person = "person"

    /// - Returns: what an entry with this number holds a commitment to.
    func privateValues(at sequence: UInt64, salting: () -> [UInt8]) -> [PrivateValue] {
        let isPersons = Self.namesPerson(actor.name)
        var texts: [(PrivateField, String)] = isPersons ? [(.actor, actor.name)] : []
        if let detail, isPersons || Self.namesPerson(detail) { texts.append((.detail, detail)) }
        return texts.map { PrivateValue(sequence: sequence, field: $0, salt: salting(), value: $1) }
    }

    /// Whether `person:` stands in it. Asked of every entry, so it looks at colons alone.
    private static func namesPerson(_ text: String) -> Bool {
        var rest = text.utf8[...]
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            if text.utf8[..<colon].suffix(person.utf8.count).elementsEqual(person.utf8) { return true }
            rest = rest[text.utf8.index(after: colon)...]
        }
        return false
    }

    /// Without the values of these fields.
    func closed(_ fields: some Sequence<PrivateField>) -> Self {
        fields.reduce(self) { record, field in
            switch field {
            case .actor: record.with(actor: Self.person, detail: record.detail)
            case .detail: record.with(actor: record.actor.name, detail: nil)
            }
        }
    }

    func opened(_ value: PrivateValue) -> Self {
        switch value.field {
        case .actor: with(actor: value.value, detail: detail)
        case .detail: with(actor: actor.name, detail: value.value)
        }
    }

    private func with(actor name: String, detail: String?) -> Self {
        Self(
            action,
            at: time,
            by: Actor(name: name, proof: actor.proof),
            on: object,
            incident: incident,
            run: run,
            step: step,
            attempt: attempt,
            playbook: playbook,
            cause: cause,
            outcome: outcome,
            detail: detail,
            request: request,
            evidence: evidence,
            isDrill: isDrill
        )
    }
}
