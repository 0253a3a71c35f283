import Domain
import Ledger

/// A text of an entry, and how far it can be believed.
package enum ViewedText: Hashable, Sendable {
    /// It stands in the entry itself.
    case open(String)
    /// It is kept beside the entry, which holds a commitment to it.
    case kept(String)
    /// Nothing is kept, whether somebody had it redacted or took it away: only a look at the whole log tells.
    case absent
    /// What is kept is not what the entry was written with.
    case mismatched

    init(_ value: PrivateValue?, for commitment: Digest) {
        guard let value else {
            self = .absent
            return
        }
        self = value.commitment == commitment ? .kept(value.value) : .mismatched
    }

    /// What may be believed of it.
    var known: String? {
        switch self {
        case .open(let text), .kept(let text): text
        case .absent, .mismatched: nil
        }
    }

    /// The text, or `standIn` with the reason why it is not shown.
    func text(standIn: String, withPrivate: Bool) -> String {
        switch self {
        case .open(let text): text
        case .kept(let text): withPrivate ? text : "\(standIn) (private)"
        case .absent: "\(standIn) (not kept)"
        case .mismatched: "\(standIn) (does not match its commitment)"
        }
    }

    /// In one word, what became of a text that is about a person; nil where it stands in the entry.
    func fate(withPrivate: Bool) -> String? {
        switch self {
        case .open: nil
        case .kept: withPrivate ? "shown" : "withheld"
        case .absent: "absent"
        case .mismatched: "mismatched"
        }
    }
}
