import Domain

/// A list of devices to import, checked as a whole.
///
/// - Shape: CSV with a header line, or a JSON array of objects. The fields are `id` (needed), `site`, `model`,
///   `groups`, `tags`, `protected` (`true` or `false`), `gateway` (an id); in CSV, `;` separates groups and tags, in JSON they are
///   arrays. A field that is not there leaves what is recorded; one that is there and empty empties it, but for
///   `protected`, which only changes in words. What that takes away is refused as it is recorded, unless it is meant.
/// - Errors: every problem with its line or record, at once.
package struct DeviceList: Sendable {
    package enum Format: Sendable {
        case csv, json
    }

    package let drafts: [DeviceDraft]

    package init(_ bytes: [UInt8], as format: Format) throws(ImportRefused) {
        var reader = Reader()
        if bytes.count > RegistryLimits.importBytesMax {
            let limit = RegistryLimits.importBytesMax / (1024 * 1024)
            reader.report(.everywhere, "the list has more than \(limit) MiB", "split it")
        } else {
            switch format {
            case .csv: reader.read(csv: bytes)
            case .json: reader.read(json: bytes)
            }
        }
        if let refused = reader.refused { throw refused }
        drafts = reader.drafts
    }

    static let fields = ["id", "site", "model", "groups", "tags", "protected", "gateway"]

    /// Collects drafts and problems.
    struct Reader {
        private(set) var drafts: [DeviceDraft] = []
        private var problems: [ImportProblem] = []
        private var furtherCount = 0
        private var places: [DeviceID: ImportProblem.Place] = [:]

        var refused: ImportRefused? {
            problems.isEmpty ? nil : .list(problems, furtherCount: furtherCount)
        }

        mutating func report(_ place: ImportProblem.Place, _ message: String, _ remedy: String) {
            add(ImportProblem(place, message, remedy: remedy))
        }

        mutating func add(_ problem: ImportProblem) {
            guard problems.count < RegistryLimits.importProblemsMax else {
                furtherCount += 1
                return
            }
            problems.append(problem)
        }

        mutating func add(_ draft: DeviceDraft, at place: ImportProblem.Place) {
            for problem in draft.problems { report(place, problem, "correct it") }
            if let first = places.updateValue(place, forKey: draft.id) {
                report(place, "the device \(draft.id) is there already, at \(first)", "remove one of the two")
            }
            drafts.append(draft)
        }

        /// `nil`, with the problem reported, where the text is no device's id.
        mutating func id(_ text: String?, at place: ImportProblem.Place) -> DeviceID? {
            guard let text, !text.isEmpty else {
                report(place, "it has no 'id'", "give it one")
                return nil
            }
            guard let id = DeviceID(text) else {
                report(place, "the id \(text.debugDescription) is not \(DeviceID.rule)", "correct it")
                return nil
            }
            return id
        }
    }
}

extension ImportProblem.Place: CustomStringConvertible {
    package var description: String {
        switch self {
        case .line(let line): "line \(line)"
        case .record(let record): "record \(record)"
        case .everywhere: "the same place"
        }
    }
}
