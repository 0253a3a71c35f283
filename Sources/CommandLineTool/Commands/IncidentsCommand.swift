import ArgumentParser
import Domain
import Foundation
import JSON
import Ports
import Quarantine
import Response
import StoreSQLite

/// `cordon incidents`: what happened, in a form that a tired person can read.
struct IncidentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "incidents",
        abstract: "Shows incidents, the latest first, or the timeline of one.",
        subcommands: [List.self, Show.self],
        defaultSubcommand: List.self
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists incidents, the latest first.")

        @Option(help: "How many at the most.")
        var limit = 20

        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let history = try folder.history()
            let quarantined = try folder.quarantinedRuns()
            let incidents = try await history.incidents(limit: max(1, min(limit, 1_000)))
            guard !incidents.isEmpty else {
                print("no incident yet")
                return
            }
            var versions = PinnedVersions()
            for summary in incidents {
                if let standstill = quarantined[summary.incident.run]?.standstill {
                    print(IncidentLine(summary, isAtStandstill: true).text)
                    print(Terminal.safe("    \(standstill)"))
                    continue
                }
                // What has ended is all said in its line, but for where a drill stopped.
                let isOpen = summary.phase.isOpen
                guard isOpen || summary.incident.isDrill,
                    let detail = try await history.incident(summary.incident.id.description)
                else {
                    print(IncidentLine(summary).text)
                    continue
                }
                switch versions.playbook(of: detail) {
                case .success(let playbook):
                    print(IncidentLine(summary, remarks: detail.run.remarks(in: playbook)).text)
                case .failure(let error):
                    print(IncidentLine(summary, isAtStandstill: isOpen).text)
                    guard isOpen else { continue }
                    print(Terminal.safe("    a person is needed: \(error.reason); \(error.remedy)"))
                }
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows the timeline of one incident.")

        @Argument(help: "The incident's id, or its beginning.")
        var id: String

        @Flag(help: "As JSON.")
        var json = false

        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let history = try folder.history()
            guard let detail = try await history.incident(id) else {
                throw OperatorError(
                    attempted: "show the incident \(id)",
                    reason: "there is none, or several begin with that",
                    remedy: "list them with 'cordon incidents'"
                )
            }
            let quarantined = try folder.quarantinedRuns()
            let timeline = try Timeline(
                detail,
                standstill: quarantined[detail.incident.run]?.standstill,
                stops: await folder.stops(history)
            )
            print(json ? JSONText.string(timeline.json) : timeline.text(withRequests: detail.incident.isDrill))
        }
    }
}
