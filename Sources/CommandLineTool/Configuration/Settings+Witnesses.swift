import Domain
import Foundation
import Ledger
import Transport
import Witness

extension Settings {
    /// Where the settings of each witness stand.
    var witnessPaths: [[String]] { (0..<file.witnessesCount).map { ["audit", "witnesses", "\($0)"] } }

    /// The keys of the witnesses of the audit log.
    func witnessKeys() throws(OperatorError) -> [WitnessKey] {
        try witnessPaths.map { (path) throws(OperatorError) in try witnessKey(path) }
    }

    func witnesses() throws(OperatorError) -> [WitnessConnection] {
        guard file.witnessesCount > 0 else { return [] }
        let client = HTTPClient()
        return try witnessPaths.map { (path) throws(OperatorError) in
            WitnessConnection(
                key: try witnessKey(path),
                url: text(at: path + ["url"]) ?? "",
                tls: TLSFiles(caFile: text(at: path + ["ca"]).map(folder.path)),
                client: client
            )
        }
    }

    private func witnessKey(_ path: [String]) throws(OperatorError) -> WitnessKey {
        let text = text(at: path + ["key"]) ?? ""
        guard let key = WitnessKey(text) else {
            throw OperatorError(
                attempted: "read the witness's key '\(Terminal.safe(text))'",
                reason: "it is no verifier key of a witness",
                remedy: "give the key as 'cordon witness' prints it"
            )
        }
        return key
    }
}
