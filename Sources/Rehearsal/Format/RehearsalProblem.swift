package import Domain
import Playbooks

/// What can be wrong with a `*.test.yaml`, its YAML being sound.
package enum RehearsalProblem: String, CataloguedProblem {
    case noTests = "PT0101"
    case duplicateTest = "PT0102"
    case unknownName = "PT0103"
    case unclearReply = "PT0104"
    case unclearHappening = "PT0105"
    case contradiction = "PT0106"
    case unreadableEvent = "PT0107"
    case wrongInputs = "PT0108"

    package var code: String { rawValue }
    package var severity: Diagnostic.Severity { .error }

    package var title: String {
        switch self {
        case .noTests: "no tests"
        case .duplicateTest: "two tests of one name"
        case .unknownName: "unknown name"
        case .unclearReply: "unclear outcome"
        case .unclearHappening: "unclear happening"
        case .contradiction: "contradiction"
        case .unreadableEvent: "event that cannot be read"
        case .wrongInputs: "inputs that the playbook does not take"
        }
    }

    package var explanation: String {
        switch self {
        case .noTests: "A file of tests that tests nothing would pass."
        case .duplicateTest: "A report names a test by its name."
        case .unknownName: "The playbook has no such step, action, connection or input; nothing would come of it."
        case .unclearReply: "What a receiver or a person does is said in a few fixed words."
        case .unclearHappening: "Each entry of 'later' is one thing that happens: an event, a message or a restart."
        case .contradiction: "Two keys say what cannot both be."
        case .unreadableEvent:
            "'file' names an event as a monitor would send it: CloudEvents 1.0 or Device Defender JSON."
        case .wrongInputs: "'inputs' of a test replaces inputs as 'cordon.yaml' does, by values of the same type."
        }
    }

    /// Tests of ``examplePlaybook``.
    package var example: String {
        switch self {
        case .noTests: "tests: []"
        case .duplicateTest: "tests:\n  - {name: a, expect: {starts: true}}\n  - {name: a, expect: {starts: true}}"
        case .unknownName: "tests:\n  - {name: a, outcomes: {tel: fails}, expect: {starts: true}}"
        case .unclearReply: "tests:\n  - {name: a, outcomes: {tell: maybe}, expect: {starts: true}}"
        case .unclearHappening: "tests:\n  - {name: a, later: [{after: 5m}], expect: {starts: true}}"
        case .contradiction: "tests:\n  - {name: a, expect: {starts: false, outcome: contained}}"
        case .unreadableEvent: "tests:\n  - {name: a, given: {event: {file: none.json}}, expect: {starts: true}}"
        case .wrongInputs: "tests:\n  - {name: a, given: {inputs: {room: 5}}, expect: {starts: true}}"
        }
    }

    package static let examplePlaybook = """
        playbook: tell
        mode: enforce
        on: {event: violation}
        inputs: {room: soc-1}
        steps:
          - {id: tell, action: webhook.send, with: {connection: soc, text: "${{ device.id }}: ${{ inputs.room }}"}}
        """
}
