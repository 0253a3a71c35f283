public import CEL

/// What expressions may name, for people who write them: each variable with its fields and their types.
public enum VariableCatalogue {
    public struct Entry: Sendable {
        public let name: String
        /// One sentence for people.
        public let summary: String
        /// Empty for a variable that is open, or that has none.
        public let fields: [ObjectType.Field]
    }

    /// In the order in which the documentation has them. `steps` and `inputs` have the fields that a playbook gives them.
    public static let all: [Entry] = [
        Entry("event", "The report that started the run.", EventObject.type),
        Entry("device", "The device as the registry describes it.", DeviceObject.type),
        Entry("fleet", "How many devices there are, the same all through a run.", FleetObject.type),
        Entry("now", "The time at which the engine took the input."),
        Entry("incident", "The incident that the run belongs to.", IncidentObject.type),
        Entry("run", "The run so far.", RunObject.type),
        Entry("steps", "The results of earlier steps, by their ids; '-' is read as '_'."),
        Entry("step", "The step that is being carried out.", CurrentStepObject.type),
        Entry("inputs", "The constants of the run, by their names."),
        Entry("item", "The item of the innermost loop."),
        Entry("previous", "What the last step of the round before gave."),
        Entry("message", "The message that came: its JSON members, 'topic' and 'payload'."),
        Entry("arrived", "The event that came while the step waited.", EventObject.type),
    ]

    /// The fields of `steps.<id>`.
    public static let result = StepResultObject.type(output: .dyn).fields
}

extension VariableCatalogue.Entry {
    fileprivate init(_ name: String, _ summary: String, _ type: ObjectType? = nil) {
        self.init(name: name, summary: summary, fields: type?.fields ?? [])
    }
}
