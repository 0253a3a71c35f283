import CEL
import Domain
import Foundation
import Ledger
import Registries

/// What a person changed by hand, in the registry or of the tokens, as the audit log says it.
struct ChangeNote {
    let action: AuditAction
    let object: AuditObject
    let outcome: String
    /// What comes first matters most: a long text is cut.
    let what: String
    let evidence: Digest?

    init(_ action: AuditAction, on object: AuditObject, _ outcome: String, _ what: String, evidence: Digest? = nil) {
        self.action = action
        self.object = object
        self.outcome = outcome
        self.what = what
        self.evidence = evidence
    }

    /// Afterwards, and where it cannot be written the person is told: nothing may keep them from protecting a device.
    /// Before the first start there is no log; what it begins with is what was there then.
    func write(in folder: FolderOptions) async {
        do {
            let settings = try folder.settings()
            guard settings.hasLog else { return }
            let writer = NoteWriter(settings: settings, attempted: "write into the audit log what was changed")
            try await writer.write("/v1/changes", body, record)
        } catch {
            PlainFile.complain("note: this change is not written into the audit log: \(error)\n")
        }
    }

    private func record(_ now: Instant, _ person: Actor) -> AuditRecord {
        AuditRecord(action, at: now, by: person, on: object, outcome: outcome, detail: what, evidence: evidence)
    }

    private var body: Value {
        // The API refuses what the log would cut.
        let cut = record(Instant(nanosecondsSinceEpoch: 0), .engine)
        return [
            "action": .string(action.text), "object": .string(object.description), "outcome": .string(outcome),
            "what": cut.detail.map(Value.string) ?? .null,
            "evidence": evidence.map { .string($0.description) } ?? .null,
        ]
    }
}

// Of devices. Nothing is said where nothing was changed.
extension ChangeNote {
    /// Of a list the first devices that lose something are named: it may hold a hundred thousand.
    private static let losersNamedMax = 3

    init?(_ recorded: RecordedDevices, as draft: DeviceDraft) {
        guard let outcome = recorded.outcome else { return nil }
        let words = recorded.losses.named.map(\.words) + draft.words
        self.init(.registryChanged, on: .device(draft.id), outcome, words.joined(separator: "; "))
    }

    /// One note, however many devices the file names.
    init?(_ recorded: RecordedDevices, from file: String, _ contents: Data) {
        guard let outcome = recorded.outcome else { return nil }
        let losses = recorded.losses
        let named = losses.named.prefix(Self.losersNamedMax).map(\.description)
        let further = losses.named.count - named.count + losses.furtherCount
        let more = further > 0 ? ["and \(further) more lose something"] : []
        let object = AuditObject(.file, URL(filePath: file).lastPathComponent)
        let words = ([recorded.counts] + named + more).joined(separator: "; ")
        self.init(.registryChanged, on: object, outcome, words, evidence: Digest(of: contents))
    }
}

extension RecordedDevices {
    /// For a person.
    var counts: String { "\(added) added, \(updated) updated, \(unchanged) unchanged" }

    /// In the word of the audit log; nil where nothing has changed.
    fileprivate var outcome: String? {
        if !losses.named.isEmpty { return "reduced" }
        if updated > 0 { return "updated" }
        return added > 0 ? "added" : nil
    }
}

extension DeviceDraft {
    /// What it sets.
    fileprivate var words: [String] {
        let texts = [("site", site), ("model", model), ("gateway", gateway)]
        let lists = [("groups", groups), ("tags", tags)].map { ($0.0, $0.1?.joined(separator: ", ")) }
        let protection = isProtected.map { $0 ? ["protected"] : ["not protected"] } ?? []
        return protection + (lists + texts).compactMap { name, value in value.map { "\(name): \($0)" } }
    }
}
