import Domain
import Foundation
import Ledger

/// The keys of the logs that a witness watches, from options and from a file.
struct WitnessedLogKeys {
    /// By log; a log whose key was changed has several.
    let logs: [[VerifierKey]]

    init(_ options: [String], file: String?) throws(OperatorError) {
        var texts = options
        if let file {
            let lines = String(decoding: try PlainFile.read(file), as: UTF8.self).split(whereSeparator: \.isNewline)
            texts += lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
        }
        var byName: [String: [VerifierKey]] = [:]
        for text in texts {
            guard let key = VerifierKey(text) else {
                throw OperatorError(
                    attempted: "read the log's key '\(Terminal.safe(text))'",
                    reason: WitnessKey(text) == nil ? "it is no verifier key" : "it is a witness's key, not a log's",
                    remedy: "give the key as 'cordon audit key' prints it"
                )
            }
            byName[key.name, default: []].append(key)
        }
        guard !byName.isEmpty else {
            throw OperatorError(
                attempted: "start a witness",
                reason: "it has no log to watch",
                remedy: "give it keys of logs with --log or --logs; 'cordon audit key' prints a log's"
            )
        }
        logs = byName.sorted { $0.key < $1.key }.map(\.value)
    }
}
