package import Domain
import Playbooks

/// What can be wrong around playbooks: with their files, with a folder of them, with what this process is told.
package enum FolderProblem: String, CataloguedProblem {
    case unreadable = "FD0101"
    case duplicateName = "FD0102"
    case wrongSetting = "FD0103"
    case missingFile = "FD0104"
    case unknownPlaybook = "FD0105"
    case unknownVariable = "FD0106"
    case noPlaybooks = "FD0107"

    package var code: String { rawValue }
    package var severity: Diagnostic.Severity { self == .unknownVariable ? .warning : .error }

    package var title: String {
        switch self {
        case .unreadable: "cannot be read"
        case .duplicateName: "two playbooks of one name"
        case .wrongSetting: "setting that is none"
        case .missingFile: "missing file"
        case .unknownPlaybook: "inputs of no playbook"
        case .unknownVariable: "unknown variable"
        case .noPlaybooks: "no playbooks"
        }
    }

    package var explanation: String {
        switch self {
        case .unreadable: "There is no such file or folder, or it may not be read by this user."
        case .duplicateName: "A name that stands for two playbooks stands for none: nobody could say which one ran."
        case .wrongSetting:
            "The environment says something that this setting cannot be; the file's own value is not asked."
        case .missingFile: "A file that the configuration names is not there, or may not be read by this user."
        case .unknownPlaybook: "'inputs' gives values to the inputs of playbooks, by their names."
        case .unknownVariable:
            "No setting reads this variable of the environment. One that is misspelt would be passed over in silence."
        case .noPlaybooks: "A folder without playbooks has nothing wrong in it, and answers nothing either."
        }
    }

    /// What one types, or what stands in a file: for ``duplicateName`` a playbook, in two files; for ``missingFile`` and
    /// ``unknownPlaybook`` a configuration.
    package var example: String {
        switch self {
        case .unreadable: "cordon check no-such-folder"
        case .duplicateName:
            """
            playbook: example
            mode: drill
            on: {event: violation}
            steps:
              - {id: tell, action: webhook.send, with: {connection: soc, text: hello}}
            """
        case .wrongSetting: "CORDON_MODE=never cordon check"
        case .missingFile: "connections:\n  broker: {kind: broker, host: localhost, ca: pki/ca.pem}\n"
        case .unknownPlaybook: "connections: {}\ninputs:\n  contain: {room: soc-1}\n"
        case .unknownVariable: "CORDON_LISEN=127.0.0.1:8787 cordon check"
        case .noPlaybooks: "mkdir playbooks && cordon check playbooks"
        }
    }
}
