package import Domain
import Playbooks

/// What can be wrong around playbooks: with their files, with a folder of them, with what this process is told.
package enum FolderProblem: String, CataloguedProblem {
    case unreadable = "FD0101"
    case duplicateName = "FD0102"
    case wrongSetting = "FD0103"

    package var code: String { rawValue }
    package var severity: Diagnostic.Severity { .error }

    package var title: String {
        switch self {
        case .unreadable: "cannot be read"
        case .duplicateName: "two playbooks of one name"
        case .wrongSetting: "setting that is none"
        }
    }

    package var explanation: String {
        switch self {
        case .unreadable: "There is no such file or folder, or it may not be read by this user."
        case .duplicateName: "A name that stands for two playbooks stands for none: nobody could say which one ran."
        case .wrongSetting:
            "The environment says something that this setting cannot be; the file's own value is not asked."
        }
    }

    /// What one types, or for ``duplicateName`` a playbook that stands in two files.
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
        }
    }
}
