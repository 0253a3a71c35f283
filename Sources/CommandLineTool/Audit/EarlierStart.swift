import AuditViews
import Domain
import Ledger

extension LoadedFiles {
    /// As the entries before `end` have it of the last start that told of all of its files: one that was ended before that
    /// has told of nothing that the next one need not tell. From a log in which no start has told of all that this one
    /// has, as where a version of Cordon wrote it that had fewer, it cannot be known which playbooks are gone.
    package func asBefore<Source>(_ end: UInt64, in reader: inout EntryReader<Source>) async throws -> Self {
        var earlier = EarlierStart(lookingFor: self)
        try await reader.readBack(before: end) { row in
            guard case .entry(let entry) = row else { return true }
            return earlier.take(entry.record)
        }
        return earlier.loaded
    }
}

/// Takes the records of a log from the newest one back.
private struct EarlierStart {
    private let wanted: LoadedFiles
    /// The last that was told of each.
    private var files: [String: Digest?] = [:]
    /// Since the start that is read.
    private var told: Set<String> = []
    private var playbooks: [String: Digest] = [:]
    /// The last that was loaded under each name.
    private var newest: [String: Digest] = [:]
    private var isFound = false

    init(lookingFor wanted: LoadedFiles) { self.wanted = wanted }

    var loaded: LoadedFiles {
        var loaded = LoadedFiles()
        loaded.files = files.compactMapValues(\.self)
        loaded.playbooks = isFound ? playbooks : newest.filter { wanted.playbooks[$0.key] != nil }
        return loaded
    }

    /// - Returns: whether those before it are of interest.
    mutating func take(_ record: AuditRecord) -> Bool {
        if record.action == .engineStarted {
            isFound = told.isSuperset(of: wanted.files.keys)
            if !isFound { (told, playbooks) = ([], [:]) }
            return !isFound
        }
        guard let object = record.object else { return true }
        let isOfFile = record.action == .configurationLoaded || record.action == .configurationChanged
        if isOfFile, object.kind == .file {
            told.insert(object.name)
            if files[object.name] == nil { files.updateValue(record.evidence, forKey: object.name) }
        }
        if record.action == .playbookLoaded, let digest = record.playbook {
            playbooks[object.name] = playbooks[object.name] ?? digest
            newest[object.name] = newest[object.name] ?? digest
        }
        return true
    }
}
