import CEL
import Domain
import Playbooks
package import Response

/// The stops that are in force: those of the database, and the file STOP.
package struct StopsInForce {
    private struct Item {
        let scope: StopScope
        let words: String
        let json: Value
    }

    private let items: [Item]
    let heldCount: Int

    /// Takes also the path of the file STOP, where it lies there, with what stands in it, and how many steps have not begun
    /// because of all of them.
    package init(_ stops: [Stop] = [], file: String? = nil, because reason: String? = nil, heldCount: Int = 0) {
        let stops = stops.sorted { ($0.since, $0.scope.text) < ($1.since, $1.scope.text) }
        items = stops.map { Self.recorded($0) } + [file.map { Self.thrown(by: $0, reason) }].compactMap(\.self)
        self.heldCount = heldCount
    }

    /// A line for each, and one for what they hold; none where nothing is stopped.
    var lines: [String] {
        guard heldCount > 0 else { return items.map(\.words) }
        let count = heldCount == 1 ? "1 step has" : "\(heldCount) steps have"
        // Nothing but a mode that lets nothing act holds otherwise.
        let reason =
            items.isEmpty
            ? "of the mode that the engine was started in: a start in another one lets it go on" : "of that"
        return items.map(\.words) + ["\(count) not begun because \(reason)"]
    }

    var json: Value { .list(items.map(\.json)) }

    /// A line for each that covers something that these steps do, or take back.
    func lines(over playbook: Playbook, in run: RunHeader) -> [String] {
        items.filter { item in
            playbook.steps.contains { Self.covers(item, $0, of: playbook, in: run) }
        }.map(\.words)
    }

    /// How a step goes on that is held.
    func remedy(for step: Step, of playbook: Playbook, in run: RunHeader) -> String {
        var commands: [String] = []
        for item in items where Self.covers(item, step, of: playbook, in: run) {
            let command = Self.command(item.scope)
            if !commands.contains(command) { commands.append(command) }
        }
        guard !commands.isEmpty else {
            return "'cordon holds' shows what is stopped; 'cordon resume' lifts a stop, and another start a mode"
        }
        return "\(commands.joined(separator: " and ")) \(commands.count == 1 ? "lets" : "let") it go on"
    }

    /// Whether one of them covers what the step does.
    func cover(_ step: Step, of playbook: Playbook, in run: RunHeader) -> Bool {
        items.contains { Self.covers($0, step, of: playbook, in: run) }
    }

    private static func covers(_ item: Item, _ step: Step, of playbook: Playbook, in run: RunHeader) -> Bool {
        guard let call = step.call else { return false }
        let owners = playbook.owners(of: step)
        return item.scope.covers(call.descriptor, of: owners, to: run.device, isUnknown: run.deviceIsUnknown)
    }

    private static func recorded(_ stop: Stop) -> Item {
        let reason = stop.reason.isEmpty ? "" : ": \(stop.reason)"
        let since = stop.since.rfc3339
        let words =
            "stopped: \(stop.scope.words), since \(since) by \(stop.by.name)\(reason); "
            + "\(command(stop.scope)) lets it go on"
        let json: Value = [
            "scope": .string(stop.scope.text), "since": .string(since), "by": .string(stop.by.name),
            "reason": .string(stop.reason), "resume": .string(stop.scope.option),
        ]
        return Item(scope: stop.scope, words: Terminal.safe(words), json: json)
    }

    private static func thrown(by file: String, _ reason: String?) -> Item {
        let scope = StopScope.everything
        let words =
            "stopped: \(scope.words), by the file \(file)\(reason.map { ": \($0)" } ?? ""); \(command(scope)) removes it"
        let json: Value = [
            "scope": .string(scope.text), "file": .string(file), "reason": reason.map(Value.string) ?? .null,
            "resume": .string(scope.option),
        ]
        return Item(scope: scope, words: Terminal.safe(words), json: json)
    }

    private static func command(_ scope: StopScope) -> String { "'cordon resume \(scope.option)'" }
}
