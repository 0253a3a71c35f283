import ArgumentParser
import CEL
import Domain
import Foundation
import Intake
import JSON
import Quarantine

/// `cordon quarantine`: what ended the engine again and again, and is kept from it.
struct QuarantineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Shows what ended the engine again and again, and decides about it.",
        discussion: """
            What the engine had in its hands at three ends of its process is not handled a fourth time. What was not \
            durable yet is kept as it came, and its sender is told that it was taken. An event whose run ended the \
            engine is kept with the name of that run, which goes on no more. A person decides about both. 'list' and \
            'show' read the folder; 'retry' and 'drop' need the engine, and the token in CORDON_TOKEN says who decides.
            """,
        subcommands: [List.self, Show.self, Retry.self, Drop.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists it, the oldest first.")

        @Flag(help: "Also what was decided before.")
        var all = false
        @Flag(help: "As JSON.")
        var json = false
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let contents = try folder.settings().quarantine.contents()
            contents.complain()
            let kept = contents.arrivals.filter { all || $0.state == .held || $0.state == .awaitsStart }
            if json { return print(JSONText.string(.list(kept.map(\.json)))) }
            guard !kept.isEmpty || !contents.unreadable.isEmpty else { return print("nothing is in quarantine") }
            for arrival in kept { print(Terminal.safe(arrival.line)) }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one, with its bytes.",
            discussion: "Bytes that are not plain text are shown as hexadecimal digits; --raw writes them as they are."
        )

        @Argument(help: "Its id, or the beginning of it.")
        var id: String
        @Flag(help: "Only the bytes, as they came.")
        var raw = false
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let arrival = try folder.settings().quarantine.find(id)
            let body = arrival.held.arrival.body
            if raw { return FileHandle.standardOutput.write(Data(body)) }
            print(Terminal.safe(arrival.line))
            for field in arrival.held.arrival.fields { print(Terminal.safe("\(field.name): \(field.value)")) }
            if arrival.run == nil { print("sha-256 of what came: \(arrival.digest)") }
            print(String(validating: body, as: UTF8.self).map(Terminal.safe) ?? body.hexadecimal)
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Takes one in once more.",
            discussion: """
                A run is taken up at the next start. What ends the engine again is back in quarantine at the start \
                after that.
                """
        )

        @OptionGroup var decision: DecisionArguments

        func run() async throws { try await decision.send(isRetried: true) }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decides that nothing becomes of one, now and when it comes again.",
            discussion: """
                A run is given up as it is: what it did to the device stays, and 'cordon release' does not take it back.
                """
        )

        @OptionGroup var decision: DecisionArguments

        func run() async throws { try await decision.send(isRetried: false) }
    }

    struct DecisionArguments: ParsableArguments {
        @Argument(help: "Its id, or the beginning of it.")
        var id: String
        @Option(help: "Why, for the audit log.")
        var reason = ""
        @OptionGroup var folder: FolderOptions

        func send(isRetried: Bool) async throws {
            let client = EngineClient(
                settings: try folder.settings(),
                attempted: "\(isRetried ? "try \(id) again" : "drop \(id)")"
            )
            let answer = try await client.post(
                "/v1/quarantine",
                ["id": .string(id), "retry": .bool(isRetried), "reason": .string(reason)]
            )
            if case .string(let sentence)? = answer["result"] { print(Terminal.safe(sentence)) }
        }
    }
}

extension QuarantineFolder.Contents {
    /// What an answer on the command line leaves out is said beside it.
    func complain() {
        for file in unreadable { PlainFile.complain("\(file.problem)\n") }
    }
}

extension QuarantinedArrival {
    fileprivate var line: String {
        let arrival = held.arrival
        let type = arrival.contentType ?? "no content type"
        let what = run.map { "\($0.words) " } ?? ""
        let bytes = "\(arrival.body.count) bytes, \(type), from \(held.source.name)"
        return "\(id)  \(since.rfc3339)  \(state.rawValue)  \(what)\(bytes)"
    }
}

extension [UInt8] {
    fileprivate var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }
}
