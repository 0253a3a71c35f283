public import Domain
import Playbooks

/// What became of an event, as durable as the event.
public struct EventReceipt: Hashable, Sendable {
    public let key: Event.Key
    /// What the event says that was taken in under the key.
    public let gist: Event.Gist
    /// The incidents that it opened or joined; none where the delivery is refused.
    public let incidents: [IncidentID]
    /// Whether an earlier delivery had brought it.
    public let isDuplicate: Bool
    /// Why the delivery is not taken in: what came under its key before is another event. Told, and written down.
    public let refusal: String?

    public init(of event: Event, incidents: [IncidentID], isDuplicate: Bool) {
        self.init(event.key, event.gist, incidents, isDuplicate: isDuplicate, refusal: nil)
    }

    private init(
        _ key: Event.Key,
        _ gist: Event.Gist,
        _ incidents: [IncidentID],
        isDuplicate: Bool,
        refusal: String?
    ) {
        self.key = key
        self.gist = gist
        self.incidents = incidents
        self.isDuplicate = isDuplicate
        self.refusal = refusal
    }

    public var asDuplicate: Self { Self(key, gist, incidents, isDuplicate: true, refusal: refusal) }

    /// What a delivery under the same key is answered: this, unless it is another event.
    public func answer(to event: Event) -> Self {
        guard let refusal = gist.refusal(of: event) else { return self }
        return Self(key, gist, [], isDuplicate: false, refusal: refusal)
    }
}

extension Event.Gist {
    /// Why an event is not the one of which this is the gist, though it has its key; nil where it is.
    package func refusal(of event: Event) -> String? {
        let gist = event.gist
        guard gist != self else { return nil }
        let differences = zip(fields, gist.fields).filter { $0.text != $1.text }.map { before, now in
            "\(before.name) \(DisplayText.quoted(before.text)) then, \(DisplayText.quoted(now.text)) now"
        }
        return "another event came under this id before: \(differences.joined(separator: "; "))"
    }
}
