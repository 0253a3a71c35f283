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
                reason: "this version of Cordon does not compile it",
                remedy: "use the version that ran it"
            )
        }
    }
}
