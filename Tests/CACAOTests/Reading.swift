import Actions
import CACAO
import CEL
import Domain
import Playbooks
import Testing

/// Reads CACAO files as the program does.
enum Reading {
    static let actions = BuiltInActions.descriptors
    static let context = CompilerContext(
        actions: actions,
        connections: ["broker": .broker, "registry": .registry, "soc": .http]
    )

    /// 2026-06-01T00:00:00Z
    static let now = Instant(millisecondsSinceEpoch: 1_780_272_000_000)

    static func compiler(callable: [String: String] = [:], library: PlaybookLibrary = .empty) -> CACAOCompiler {
        var context = context
        context.library = library
        return CACAOCompiler(PlaybookCompiler(context), callable: callable, now: now)
    }

    static func compile(_ text: String) throws(PlaybookRejected) -> CompiledPlaybook {
        try compiler().compile(bytes: Array(text.utf8), file: "example.json")
    }

    /// Everything that is said of a file, warnings too.
    static func findings(_ text: String) -> [Diagnostic] {
        do throws(PlaybookRejected) {
            return try compile(text).warnings
        } catch {
            return error.diagnostics
        }
    }

    static func codes(_ text: String) -> [String] { findings(text).map(\.code) }
}

extension Reading {
    static func translate(_ text: String) throws(PlaybookRejected) -> String {
        try compiler().translate(bytes: Array(text.utf8), file: "example.json").text
    }

    /// What a playbook's steps see when it begins, started by hand.
    static func bindings(of playbook: Playbook) throws -> Bindings {
        let id = try #require(DeviceID("pump-7"))
        let event = Event(key: .init(source: "s", id: "1"), type: "manual", time: now, device: id)
        var facts = Facts(event: event, device: Device(id: id), now: now)
        var values: [Value] = []
        for input in playbook.inputs { values.append(try input.template.render(playbook.bindings(facts), for: .value)) }
        facts.inputs = values
        return playbook.bindings(facts)
    }
}

extension Step {
    /// Of a `choose`, what its first branch asks.
    var firstCondition: Program? {
        if case .choose(let branches) = body { branches.first?.condition } else { nil }
    }
}
