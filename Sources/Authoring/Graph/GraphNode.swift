/// One step of a playbook as a picture shows it.
struct GraphNode {
    /// What a badge says, beside its words.
    enum Tone: String {
        case touches, reversible, final, asks, proves
    }

    struct Badge {
        let tone: Tone
        let text: String
    }

    /// What stands in it: nothing, or lists side by side, each with what it is taken for.
    struct Lane {
        let label: String
        let nodes: [GraphNode]
    }

    let path: String
    let kind: String
    /// Conditions, times and reasons, a line each.
    let notes: [String]
    let badges: [Badge]
    let lanes: [Lane]
    /// Where a failure leads, in words; empty where the run stops.
    let onFailure: String
    /// The path of the step that a failure jumps to.
    let jump: String?
}

/// A whole playbook as a picture shows it.
struct GraphModel {
    let name: String
    let summary: String
    /// What starts it, a line each.
    let trigger: [String]
    /// What holds it back, a line each; empty where nothing does.
    let guards: [String]
    let main: [GraphNode]
    let always: [GraphNode]
    /// At most so many steps a run.
    let stepsMax: Int
}
