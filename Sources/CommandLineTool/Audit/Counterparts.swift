import Domain
import Ledger
import Witness

/// What a log is compared with, besides what it says itself: what `--against` names.
package struct Counterparts {
    /// Checkpoints of an earlier export, or of a file.
    private(set) var notes: [String] = []
    /// To be asked now.
    private(set) var witnesses: [WitnessConnection] = []
    /// Of witnesses whose cosignatures lie in the log.
    private(set) var keys: [WitnessKey] = []

    package init() {}

    /// The settings are of the installation whose own log it is; an export has none.
    init(_ names: [String], _ settings: Settings?) throws(OperatorError) {
        for name in names {
            if let key = WitnessKey(name) {
                keys.append(key)
            } else if name.hasPrefix("https://") || name.hasPrefix("http://") {
                witnesses.append(try Self.witness(name, settings))
            } else {
                notes += try Self.notes(name)
            }
        }
    }

    private static func notes(_ name: String) throws(OperatorError) -> [String] {
        let earlier = ExportFolder(path: WorkingFolder(name).root)
        if earlier.exists { return try earlier.checkpointNotes() }
        return [String(decoding: try PlainFile.read(name), as: UTF8.self)]
    }

    private static func witness(_ url: String, _ settings: Settings?) throws(OperatorError) -> WitnessConnection {
        let attempted = "compare the log with the witness \(url)"
        guard let settings else {
            throw OperatorError(
                attempted: attempted,
                reason: "a witness is shown the newest checkpoint of a log, and an export has an older one",
                remedy: "name the witness's key instead: what it cosigned lies in the export"
            )
        }
        let known = try settings.witnesses()
        let wanted = url.hasSuffix("/") ? String(url.dropLast()) : url
        guard let witness = known.first(where: { $0.url == wanted }) else {
            let list = known.map(\.url).joined(separator: ", ")
            throw OperatorError(
                attempted: attempted,
                reason: known.isEmpty ? "cordon.yaml names no witness" : "cordon.yaml names others: \(list)",
                remedy: "add it, and its key as 'cordon witness' prints it, to 'audit: witnesses' in cordon.yaml"
            )
        }
        return witness
    }
}
