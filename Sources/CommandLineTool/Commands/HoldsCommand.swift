import ArgumentParser
import CEL
import Domain
import JSON
import Playbooks
import Ports
import Response
import StoreSQLite

/// `cordon holds`: what waits for a person.
struct HoldsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds",
        abstract: "Lists what waits for a person, the oldest first.",
        discussion: """
            Steps that ask for approval, steps that a guard holds, and steps at which a run stopped. 'cordon approve' \
            lets one go on, and 'cordon reject' ends it; both can decide about many holds at once. Runs in quarantine \
            are listed last: 'cordon quarantine' decides about them. What 'cordon stop' holds is not listed: 'cordon \
            resume' lets it go on.
            """
    )

    @Option(help: "How many incidents at the most.")
    var limit = 100
    @Flag(help: "As JSON.")
    var json = false
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let history = try folder.history()
        let quarantined = try QuarantineFolder(state: folder.settings().state).runs()
        let waiting = try await history.waiting(limit: max(1, min(limit, 10_000)))
        var questions = try questions(in: waiting.filter { quarantined[$0.incident.run] == nil })
        for arrival in quarantined.values.sorted(by: { $0.since < $1.since }) where arrival.state != .dropped {
            guard let incident = arrival.run?.incident,
                let detail = try await history.incident(incident.description)
            else { continue }
            questions.append(.quarantined(detail, arrival))
        }
        if json { return print(JSONText.string(.list(questions.map(\.json)))) }
        guard !questions.isEmpty else { return print("nothing waits for a person") }
        for question in questions { print(question.line) }
    }

    private func questions(in waiting: [IncidentDetail]) throws -> [OpenQuestion] {
        var versions = PinnedVersions()
        return try waiting.flatMap { detail -> [OpenQuestion] in
            switch versions.playbook(of: detail) {
            case .success(let playbook): try OpenQuestion.all(of: detail, playbook)
            case .failure(let error): [.stranded(detail, error)]
            }
        }
    }
}
