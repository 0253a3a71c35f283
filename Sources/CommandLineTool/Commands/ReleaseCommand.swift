import ArgumentParser
import CEL
import Domain
import Ports
import Response
import StoreSQLite

/// `cordon release`: takes back what is in force.
struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Takes back what is in force: of an incident, of a device, or one measure.",
        discussion: """
            The inverse of each step is carried out, the last one first, as a step of its own with its entries in the audit \
            log; a doubtful measure is taken back too. What another incident has in force as well stays, and is that one's. \
            A run that is still under way begins nothing more; what it has sent already is awaited, and then taken back. \
            'cordon measures' lists what is in force. The token in CORDON_TOKEN says who releases.
            """
    )

    @Argument(help: "An incident's id, a measure's id, or a device's name.")
    var what: String
    @Option(help: "Why, for the audit log.")
    var reason = ""
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let scope = try await scope()
        let client = EngineClient(settings: try folder.settings(), attempted: "release \(what)")
        let answer = try await client.post("/v1/releases", ["scope": .string(scope.text), "reason": .string(reason)])
        let (count, underWay) = (number(answer["count"]), number(answer["under_way"]))
        let stops = StopScope.list(answer["stopped"])
        if count > 0 {
            let measures = count == 1 ? "1 measure is" : "\(count) measures are"
            let when = stops.isEmpty ? "" : " as soon as it may be"
            print("\(measures) taken back\(when); 'cordon measures' shows what becomes of it")
        }
        if underWay > 0 {
            let commands = underWay == 1 ? "1 command is" : "\(underWay) commands are"
            print("\(commands) under way, and not sent again: what comes of it is taken back once it is known")
        }
        if !stops.isEmpty {
            print("stopped, so that it waits: \(stops.map(\.words).joined(separator: ", "))")
            print(stops.map { "'cordon resume \($0.option)' lets it go on" }.joined(separator: "\n"))
        }
        guard case .list(let runs)? = answer["not_taken_up"], !runs.isEmpty else {
            if count + underWay == 0 {
                print("nothing was in force yet: what was to be tried again is not sent any more")
            }
            return
        }
        let names = runs.compactMap { if case .string(let name) = $0 { name } else { nil } }.joined(separator: ", ")
        print("\(names): not taken up, so whatever it did stays in force; 'cordon measures' lists it")
    }

    private func number(_ value: Value?) -> Int64 { if case .int(let number)? = value { number } else { 0 } }

    /// The beginning of an incident's id will do, as everywhere.
    private func scope() async throws -> ReleaseScope {
        if what.hasPrefix("\(IncidentSubject.prefix)_") {
            guard let detail = try await folder.history().incident(what) else {
                throw OperatorError(
                    attempted: "release \(what)",
                    reason: "there is no such incident, or several begin with that",
                    remedy: "list them with 'cordon incidents'"
                )
            }
            return .incident(detail.incident.id)
        }
        if let scope = ReleaseScope(text: what) { return scope }
        guard let scope = ReleaseScope(text: "device:\(what)") else {
            throw ValidationError("'\(what)' is neither an incident, nor a measure, nor a device's name")
        }
        return scope
    }
}

extension StopScope {
    /// As the engine's answers list them.
    static func list(_ value: Value?) -> [Self] {
        guard case .list(let texts)? = value else { return [] }
        return texts.compactMap { if case .string(let text) = $0 { Self(text: text) } else { nil } }
    }
}
