import Domain
import Playbooks
import Response

/// Who has agreed to a step that people are asked about, of how many that have to.
struct Agreement {
    let names: [String]
    let people: Int

    /// - Returns: nil where nobody is asked.
    init?(_ step: Step, _ record: StepRecord) {
        guard case .asking = record.state else { return nil }
        names = record.grants.map(\.name)
        // Whom the playbook asks nobody about, the mode 'ask' does.
        people = (step.policy ?? .ask).people
    }

    /// Such as `1 of 2 agreed: person:ann`; nothing where the first who agrees is enough.
    var words: String {
        guard people > 1 else { return "" }
        return "\(names.count) of \(people) agreed" + (names.isEmpty ? "" : ": \(names.joined(separator: ", "))")
    }
}
