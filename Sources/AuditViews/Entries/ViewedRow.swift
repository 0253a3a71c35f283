package import Ledger

/// A row of the log: an entry, or bytes that are none. Those are shown, too: what cannot be read is not passed over.
package enum ViewedRow: Sendable {
    case entry(ViewedEntry)
    case unreadable(place: UInt64, reason: String)

    /// Where the row lies, its entry must say that it is.
    package init(place: UInt64, bytes: [UInt8], values: some Sequence<PrivateValue> = []) {
        do throws(EntryMalformed) {
            let viewed = try ViewedEntry(bytes: bytes, values: values)
            self =
                viewed.sequence == place
                ? .entry(viewed) : .unreadable(place: place, reason: "it calls itself entry \(viewed.sequence)")
        } catch {
            self = .unreadable(place: place, reason: error.sentence)
        }
    }
}
