package import Domain
import Foundation
import JSON

/// The folder in which arrivals are kept that ended the engine: a file for each, readable without it.
package struct QuarantineFolder: Sendable {
    let path: String

    init(state: String) { path = "\(state)/quarantine" }

    /// The oldest first.
    package func all() throws(OperatorError) -> [QuarantinedArrival] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        var kept: [QuarantinedArrival] = []
        for name in names.sorted() where name.hasSuffix(".json") { kept.append(try read(name)) }
        return kept.sorted { ($0.since, $0.id) < ($1.since, $1.id) }
    }

    /// The one with this id, as `cordon quarantine list` shows it, or the one whose id begins with it.
    func find(_ id: String) throws(OperatorError) -> QuarantinedArrival {
        let matches = try all().filter { $0.id.hasPrefix(id) }
        guard matches.count == 1, !id.isEmpty else {
            throw OperatorError(
                attempted: "find '\(id)' in quarantine",
                reason: matches.isEmpty ? "it is not there" : "there are several of that beginning",
                remedy: "take an id from: cordon quarantine list"
            )
        }
        return matches[0]
    }

    /// Durable when it returns.
    func keep(_ arrival: QuarantinedArrival) throws(OperatorError) {
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw failure("make the folder \(path)", error.localizedDescription)
        }
        let file = "\(path)/\(arrival.id).json"
        do throws(FileProblem) {
            try DurableFile.replace(file, JSONText.write(arrival.json))
        } catch {
            throw failure("\(error.verb) \(file)", String(cString: strerror(error.code)))
        }
    }

    private func read(_ name: String) throws(OperatorError) -> QuarantinedArrival {
        let file = "\(path)/\(name)"
        // The body stands in it in base 64, so it is longer than an event may be.
        let limits = JSONLimits(bytesMax: 1_024 * 1_024)
        guard let data = FileManager.default.contents(atPath: file),
            let json = try? JSONText.parse([UInt8](data), limits: limits),
            let arrival = QuarantinedArrival(json)
        else {
            throw OperatorError(
                attempted: "read \(file)",
                reason: "it is not in the form that Cordon writes",
                remedy: "move it out of the folder; what it keeps is not processed either way"
            )
        }
        return arrival
    }

    private func failure(_ attempted: String, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: attempted,
            reason: reason,
            remedy: "check that the folder has room and belongs to this user"
        )
    }
}
