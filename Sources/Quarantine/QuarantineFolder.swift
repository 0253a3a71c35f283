package import Domain
import DurableFiles
import Foundation
import JSON

/// The folder in which arrivals are kept that ended the engine: a file for each, readable without it.
package struct QuarantineFolder: Sendable {
    /// What stands in it.
    package struct Contents: Sendable {
        /// The oldest first.
        package fileprivate(set) var arrivals: [QuarantinedArrival] = []
        package fileprivate(set) var unreadable: [UnreadableFile] = []
    }

    /// A file that is not as Cordon writes it.
    package struct UnreadableFile: Sendable {
        /// What it is named after, which counts as held.
        package let id: String
        package let problem: OperatorError
    }

    /// As much as the store reads of one value: the event of a run may be several times as long there as when it came, and
    /// is a third longer here, in base 64.
    private static let limits = JSONLimits(bytesMax: 64 << 20)
    private static let fileEnding = ".json"

    let path: String

    package init(state: String) { path = "\(state)/quarantine" }

    /// What can be read, the oldest first.
    package func all() throws(OperatorError) -> [QuarantinedArrival] { try contents().arrivals }

    /// A file that is broken keeps nobody from the others.
    /// - Throws: where the folder is there, and does not say what it holds.
    package func contents() throws(OperatorError) -> Contents {
        guard FileManager.default.fileExists(atPath: path) else { return Contents() }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw failure("read the folder \(path)", error.localizedDescription)
        }
        var contents = Contents()
        for name in names.sorted() where name.hasSuffix(Self.fileEnding) {
            do throws(OperatorError) {
                contents.arrivals.append(try read(name))
            } catch {
                let id = String(name.dropLast(Self.fileEnding.count))
                contents.unreadable.append(UnreadableFile(id: id, problem: error))
            }
        }
        contents.arrivals.sort { ($0.since, $0.id) < ($1.since, $1.id) }
        return contents
    }

    /// The one with this id, as `cordon quarantine list` shows it, or the one whose id begins with it.
    /// - Throws: also where its file cannot be read.
    package func find(_ id: String) throws(OperatorError) -> QuarantinedArrival {
        let contents = try contents()
        let matches = contents.arrivals.filter { $0.id.hasPrefix(id) }
        let unreadable = contents.unreadable.filter { $0.id.hasPrefix(id) }
        let count = matches.count + unreadable.count
        guard count == 1, !id.isEmpty else {
            throw OperatorError(
                attempted: "find '\(id)' in quarantine",
                reason: count == 0 ? "it is not there" : "there are several of that beginning",
                remedy: "take an id from: cordon quarantine list"
            )
        }
        if let file = unreadable.first { throw file.problem }
        return matches[0]
    }

    /// Durable when it returns.
    func keep(_ arrival: QuarantinedArrival) throws(OperatorError) {
        do throws(FileProblem) {
            try OwnedFile.makeFolder(path)
        } catch {
            throw failure("\(error.verb) the folder \(path)", String(cString: strerror(error.code)))
        }
        let file = "\(path)/\(arrival.id)\(Self.fileEnding)"
        do throws(FileProblem) {
            try DurableFile.replace(file, JSONText.write(arrival.json))
        } catch {
            throw failure("\(error.verb) \(file)", String(cString: strerror(error.code)))
        }
    }

    private func read(_ name: String) throws(OperatorError) -> QuarantinedArrival {
        let file = "\(path)/\(name)"
        guard let data = FileManager.default.contents(atPath: file) else {
            throw unreadable(file, "it cannot be opened")
        }
        guard let json = try? JSONText.parse([UInt8](data), limits: Self.limits),
            let arrival = QuarantinedArrival(json)
        else { throw unreadable(file, "it is not in the form that Cordon writes") }
        return arrival
    }

    private func unreadable(_ file: String, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: "read \(file)",
            reason: "\(reason); what it is named after stays in quarantine, unless an earlier version named it",
            remedy: "mend it, or move it out of the folder, and restart the engine: what is not there is handled again"
        )
    }

    private func failure(_ attempted: String, _ reason: String) -> OperatorError {
        OperatorError(
            attempted: attempted,
            reason: reason,
            remedy: "check that the folder has room and belongs to this user"
        )
    }
}
