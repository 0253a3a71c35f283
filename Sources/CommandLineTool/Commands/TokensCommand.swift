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
            discussion: """
                The first start of the engine makes the first two, for a monitor and for an admin, and prints them: until \
                then there is nothing to add to. An engine that runs knows a token from its next start on.
                """
        )

        @Argument(help: "Whose it is, as the audit log says it.")
        var name: String
        @Option(help: "What it allows: intake, approver or admin.")
        var scope = "approver"
        @Option(help: "A group that the person belongs to: 'approval: {from: …}' names one. May be repeated.")
        var group: [String] = []
        @OptionGroup var folder: FolderOptions

        func validate() throws {
            _ = try parsedScope()
            guard ([name] + group).allSatisfy(Self.isWord) else {
                throw ValidationError("names and groups are words of printable characters without blanks and commas")
            }
        }

        /// Two names that look the same would be two people in the audit log, and one to whoever reads it.
        private static func isWord(_ text: String) -> Bool {
            !text.isEmpty && !text.contains { $0 == "," || $0.isWhitespace }
                && text.unicodeScalars.allSatisfy(\.isPrintable)
        }

        private func parsedScope() throws -> TokenScope {
            if let scope = TokenScope(text: scope) { return scope }
            let scopes = TokenScope.allCases.map(\.text).joined(separator: ", ")
            throw ValidationError("'\(scope)' is no scope: use one of \(scopes)")
        }

        func run() async throws {
            let scope = try parsedScope()
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
