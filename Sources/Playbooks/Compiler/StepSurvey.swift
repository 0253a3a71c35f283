internal import CEL

/// The steps as they stand in the text, before any of them is compiled: who comes where, and who is called what.
struct StepSurvey {
    /// One step, with those that stand in it.
    struct Draft {
        let node: YAMLNode
        /// In the order of the text; a place in ``Compilation/templates``.
        let number: Int
        /// Nil where it is missing or cannot be one.
        let id: String?
        /// Nil where it is of no kind, or of several.
        let kind: StepKind?
        /// The lists of steps in it: of a `choose` one for each branch, the last of them `otherwise` if there is one.
        let lists: [[Draft]]

        /// How expressions name it.
        var field: String? { id.map(Scope.fieldName(ofStep:)) }

        /// It and all that is within it.
        var all: [Draft] { [self] + lists.joined().flatMap(\.all) }
    }

    var main: [Draft] = []
    var always: [Draft] = []
    var count = 0

    /// Every step, in the order of the text.
    var drafts: [Draft] { (main + always).flatMap(\.all) }

    /// Each step that has a name once, in the order of the text.
    var named: [Draft] {
        var seen: Set<String> = []
        return drafts.filter { draft in draft.field.map { seen.insert($0).inserted } ?? false }
    }
}

/// What a step is, by the key that says so.
enum StepKind: String, CaseIterable {
    case action, parallel
    case group = "steps"
    case choose
    case loop = "for_each"
    case wait, approval, call, set, fail, end

    var key: String { rawValue }
    var form: Form {
        guard let form = Grammar.step(markedBy: key) else { preconditionFailure("every kind has a form") }
        return form
    }

    /// Nil where no key, or more than one, says what the step is. A group's `steps` and an action's `approval` say it
    /// only where nothing else does.
    init?(_ node: YAMLNode) {
        let strong = Self.allCases.filter { $0 != .group && $0 != .approval && node[$0.key] != nil }
        let weak = [Self.group, .approval].filter { node[$0.key] != nil }
        guard let kind = strong.first ?? weak.first, strong.count < 2, !strong.isEmpty || weak.count == 1 else {
            return nil
        }
        self = kind
    }
}
