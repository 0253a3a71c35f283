/// The steps as they stand in the text, before any of them is compiled: who comes where, and who is called what.
struct StepSurvey {
    /// One step, with its branches.
    struct Draft {
        let node: YAMLNode
        let index: Step.Index
        /// Nil where it is missing or cannot be one.
        let id: String?
        let branches: [Draft]?

        /// How expressions name it.
        var field: String? { id.map(Scope.fieldName(ofStep:)) }

        /// It and all that is within it.
        var all: [Draft] { [self] + (branches ?? []).flatMap(\.all) }
    }

    var main: [Draft] = []
    var always: [Draft] = []
    var count = 0

    /// Each id once, in the order of the steps.
    var declaredIDs: [String] {
        var seen: Set<String> = []
        return (main + always).flatMap(\.all).compactMap(\.id).filter {
            seen.insert(Scope.fieldName(ofStep: $0)).inserted
        }
    }

    /// Every step, branches included.
    var drafts: [Draft] { (main + always).flatMap(\.all) }
}
