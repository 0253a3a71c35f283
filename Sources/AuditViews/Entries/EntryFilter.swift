package import Domain
import Ledger

/// Which entries are wanted. What is left out does not filter; what is said must all hold.
package struct EntryFilter: Sendable {
    /// The beginning of an incident's id.
    package var incident: String?
    /// The beginning of a run's id.
    package var run: String?
    /// Entries about the device, and those of incidents that an entry about the device has named before.
    package var device: DeviceID?
    package var actor: WordPattern?
    package var action: WordPattern?
    package var since: Instant?
    package var until: Instant?
    private var incidentsOfDevice: Set<IncidentID> = []

    package init() {}

    /// Whether it must have seen the entries before an entry to tell whether that one is wanted.
    package var needsPast: Bool { device != nil }

    /// Asked of every row in the order of the log. What cannot be read is always wanted: nobody knows what it said.
    package mutating func admits(_ row: ViewedRow) -> Bool {
        switch row {
        case .entry(let entry): admits(entry)
        case .unreadable: true
        }
    }

    private mutating func admits(_ entry: ViewedEntry) -> Bool {
        let record = entry.record
        // Looked at first, so that incidents are noted before the time that is asked for.
        guard isAboutDevice(record) else { return false }
        if let since, record.time < since { return false }
        if let until, record.time > until { return false }
        if let action, !action.matches(record.action.text) { return false }
        if let incident, !Self.begins(record.incident?.description, with: incident) { return false }
        if let run, !Self.begins(record.run?.description, with: run) { return false }
        // Of somebody whose name is gone, it is known that it was a person.
        if let actor, !actor.matches(entry.actor.known ?? "person:") { return false }
        return true
    }

    private mutating func isAboutDevice(_ record: AuditRecord) -> Bool {
        guard let device else { return true }
        if record.object == .device(device) {
            if let incident = record.incident { incidentsOfDevice.insert(incident) }
            return true
        }
        return record.incident.map(incidentsOfDevice.contains) ?? false
    }

    private static func begins(_ id: String?, with beginning: String) -> Bool {
        id?.utf8.starts(with: beginning.utf8) ?? false
    }
}
