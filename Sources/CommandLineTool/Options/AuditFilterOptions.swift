import ArgumentParser
import AuditViews
import Domain
import Foundation
import Ledger

/// Which entries of the audit log, as options. What is said must all hold.
struct AuditFilterOptions: ParsableArguments {
    @Option(help: "Only those of this incident: its id, or the beginning of it.")
    var incident: String?
    @Option(help: "Only those about this device, and those of its incidents.")
    var device: String?
    @Option(help: "Only those of this run: its id, or the beginning of it.")
    var run: String?
    @Option(help: "Only what this one caused, such as person:ana; 'person:' stands for all people.")
    var actor: String?
    @Option(help: "Only this action, such as run.ended; 'step.' stands for all about steps.")
    var action: String?
    @Option(help: "Only those since then: \(Moment.rule).")
    var since: String?
    @Option(help: "Only those until then.")
    var until: String?
    @Option(help: "From this entry on.")
    var from: UInt64?
    @Option(help: "How many at the most: the last ones, or with --from the first ones.")
    var limit: Int?

    func validate() throws {
        _ = try filter(now: Instant(nanosecondsSinceEpoch: 0))
        guard limit.map({ (1...1_000_000).contains($0) }) ?? true else {
            throw ValidationError("--limit is between 1 and 1000000")
        }
    }

    func selection() throws -> AuditSelection {
        AuditSelection(try filter(now: SystemSurroundings().wallClock()), from: from, limit: limit)
    }

    private func filter(now: Instant) throws -> EntryFilter {
        var filter = EntryFilter()
        filter.incident = incident
        filter.run = run
        filter.device = try device.map(Self.device)
        filter.actor = actor.map { WordPattern($0) }
        filter.action = try action.map(Self.action)
        filter.since = try since.map { try Self.moment($0, now) }
        filter.until = try until.map { try Self.moment($0, now) }
        return filter
    }

    private static func device(_ name: String) throws -> DeviceID {
        guard let id = DeviceID(name) else { throw ValidationError("'\(name)' is no device id: \(DeviceID.rule)") }
        return id
    }

    private static func action(_ text: String) throws -> WordPattern {
        let pattern = WordPattern(text)
        let words = AuditAction.allCases.map(\.text)
        guard words.contains(where: pattern.matches) else {
            let kinds = Set(words.compactMap { $0.split(separator: ".").first.map { "\($0)." } }).sorted()
            throw ValidationError("there is no action '\(text)'; their beginnings are \(kinds.joined(separator: " "))")
        }
        return pattern
    }

    private static func moment(_ text: String, _ now: Instant) throws -> Instant {
        guard let instant = Moment.instant(text, before: now) else {
            throw ValidationError("'\(text)' is no time: \(Moment.rule)")
        }
        return instant
    }
}
