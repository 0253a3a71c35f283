import Domain
import Playbooks
import Ports
import Response

/// The playbook that an incident's run is pinned to, compiled again from the text that was kept.
struct PinnedPlaybook {
    let playbook: Playbook

    init(_ detail: IncidentDetail) throws(OperatorError) {
        do throws(PlaybookRejected) {
            playbook = try PlaybookFolder(connections: nil).compiler
                .recompile(detail.playbook.text, file: detail.playbook.file)
        } catch {
            throw OperatorError(
                attempted: "read the playbook that incident \(detail.incident.id) is pinned to",
                reason: "this version of Cordon does not compile it: \(error.reason)",
                remedy: "see to device \(detail.incident.device) by hand, or go on with the version that began the run"
            )
        }
    }
}

/// Each version compiled once for all its runs: there may be thousands.
struct PinnedVersions {
    private var compiled: [Digest: Result<Playbook, OperatorError>] = [:]

    mutating func playbook(of detail: IncidentDetail) -> Result<Playbook, OperatorError> {
        let digest = detail.run.header.playbook
        if let known = compiled[digest] { return known }
        let result = Result { () throws(OperatorError) in try PinnedPlaybook(detail).playbook }
        compiled[digest] = result
        return result
    }
}
