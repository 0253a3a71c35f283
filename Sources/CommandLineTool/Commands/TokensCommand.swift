import ArgumentParser
import Console
import Domain
import Foundation
import Ledger

/// `cordon tokens`: who may use the API.
struct TokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Makes tokens for the API: one for each person and each monitor.",
        subcommands: [Add.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a token and shows it once.",
            discussion: "An engine that runs knows it from its next start on."
        )

        @Argument(help: "Whose it is, as the audit log says it.")
        var name: String
        @Option(help: "What it allows: intake, approver or admin.")
        var scope = "approver"
        @Option(help: "A group that the person belongs to: 'approval: {from: …}' names one. May be repeated.")
        var group: [String] = []
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            guard let scope = TokenScope(text: scope) else {
                let scopes = TokenScope.allCases.map(\.text).joined(separator: ", ")
                throw ValidationError("'\(scope)' is no scope: use one of \(scopes)")
            }
            let words = [name] + group
            guard words.allSatisfy({ !$0.isEmpty && !$0.contains { ",".contains($0) || $0.isWhitespace } }) else {
                throw ValidationError("names and groups are words without blanks and commas")
            }
            let token = try TokenFile(folder.working).add(name, scope, groups: Set(group))
            token.reveal { print("\(name) token: \($0)") }
            let groups = group.isEmpty ? "" : ", of \(Set(group).sorted().joined(separator: ", "))"
            await ChangeNote(
                .tokenAdded,
                on: AuditObject(.file, WorkingFolder.tokensName),
                scope.text,
                "for \(name)\(groups)",
                evidence: folder.working.tokensDigest
            ).write(in: folder)
        }
    }
}
