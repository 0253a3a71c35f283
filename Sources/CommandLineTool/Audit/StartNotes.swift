import Domain
import DurableFiles
import Foundation
import Ledger
import Logging
import Ports
import ServiceLifecycle

/// What the operator wrote, by its digest: as it was at the last start, and as it is now.
struct LoadedFiles: Hashable, Sendable {
    /// By kind and name: `playbook botnet`, `file cordon.yaml`.
    private(set) var digests: [String: Digest] = [:]

    subscript(kind: AuditObject.Kind, name: String) -> Digest? {
        get { digests["\(kind.text) \(name)"] }
        set { digests["\(kind.text) \(name)"] = newValue }
    }

    var text: String { digests.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)\n" }.joined() }

    init() {}

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2, let digest = Digest(hex: words[0]) else { continue }
            digests[words[1]] = digest
        }
    }

    /// What is new, changed or gone since `earlier`. A playbook that is new is said by the engine itself.
    func changes(since earlier: Self, at now: Instant) -> [AuditRecord] {
        let names = Set(digests.keys).union(earlier.digests.keys).sorted()
        return names.compactMap { key in
            let words = key.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2, let kind = AuditObject.Kind(text: words[0]) else { return nil }
            let (before, after) = (earlier.digests[key], digests[key])
            guard before != after, let action = Self.action(kind, before, after) else { return nil }
            return AuditRecord(
                action,
                at: now,
                on: AuditObject(kind, words[1]),
                playbook: kind == .playbook ? after : nil,
                detail: before.map { "before: \($0)" },
                evidence: kind == .playbook ? nil : after
            )
        }
    }

    private static func action(_ kind: AuditObject.Kind, _ before: Digest?, _ after: Digest?) -> AuditAction? {
        switch (kind, before, after) {
        case (.playbook, _?, _?): .playbookChanged
        case (.playbook, _?, nil): .playbookRemoved
        case (.playbook, nil, _): nil
        case (_, nil, _): .configurationLoaded
        case (_, _?, _): .configurationChanged
        }
    }
}

/// Writes down at the start what the operator changed since the last one. Beside the engine, because what was said is kept
/// only once it is durable.
struct StartNotesService: Service {
    private static let pause: Duration = .seconds(1)

    let loaded: LoadedFiles
    /// Where the digests of the last start are kept.
    let path: String
    let recorder: any AuditRecorder
    let surroundings: any Surroundings
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let data = FileManager.default.contents(atPath: path)
            let earlier = LoadedFiles(data.map { String(decoding: $0, as: UTF8.self) } ?? "")
            var records = loaded.changes(since: earlier, at: surroundings.now())[...]
            while let record = records.first, !Task.isCancelled {
                do throws(OperatorError) {
                    try await recorder.record(record)
                    records.removeFirst()
                } catch {
                    logger.warning("\(error)")
                    await surroundings.sleep(until: surroundings.now() + Self.pause)
                }
            }
            if records.isEmpty { keep() }
            // A service that returns would end the others.
            try? await gracefulShutdown()
        }
    }

    /// Afterwards: whatever was not kept is said once more at the next start.
    private func keep() {
        do throws(FileProblem) {
            try DurableFile.replace(path, Array(loaded.text.utf8))
        } catch {
            logger.warning("could not \(error.verb) \(path): \(String(cString: strerror(error.code)))")
        }
    }
}
