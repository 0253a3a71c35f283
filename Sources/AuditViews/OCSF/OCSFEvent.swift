import CEL
import Ledger

/// What an entry is in the words of OCSF: a class, an activity of it, and what the class asks for.
struct OCSFEvent {
    /// A class of events.
    enum Form: Hashable {
        case base, detection, incident, lifecycle, remediation

        var uid: Int64 {
            switch self {
            case .base: 0
            case .detection: 2_004
            case .incident: 2_005
            case .lifecycle: 6_002
            case .remediation: 7_001
            }
        }

        var caption: String {
            switch self {
            case .base: "Base Event"
            case .detection: "Detection Finding"
            case .incident: "Incident Finding"
            case .lifecycle: "Application Lifecycle"
            case .remediation: "Remediation Activity"
            }
        }

        var category: String {
            switch self {
            case .base: "Uncategorized"
            case .detection, .incident: "Findings"
            case .lifecycle: "Application Activity"
            case .remediation: "Remediation"
            }
        }
    }

    /// An identifier with the caption that OCSF gives it; 99 with a word of our own.
    struct Term: Hashable {
        let id: Int64
        let caption: String

        init(_ id: Int64, _ caption: String) {
            self.id = id
            self.caption = caption
        }

        static func other(_ word: String) -> Self { Self(99, word) }
    }

    let form: Form
    let activity: Term
    var status: Term?
    /// What the source says of the status, in its own word.
    var statusDetail: String?
    var severity = Term(1, "Informational")
    /// What the class has besides.
    var more: [(String, Value)] = []

    static func unmapped(_ word: String) -> Self { Self(form: .base, activity: .other(word)) }

    var members: [(String, Value)] {
        let uid = form.uid
        let optional: [(String, Value?)] = [
            ("class_uid", .int(uid)), ("class_name", .string(form.caption)),
            ("category_uid", .int(uid / 1_000)), ("category_name", .string(form.category)),
            ("activity_id", .int(activity.id)), ("activity_name", .string(activity.caption)),
            ("type_uid", .int(uid * 100 + activity.id)),
            ("status_id", status.map { Value.int($0.id) }), ("status", status.map { Value.string($0.caption) }),
            ("status_detail", statusDetail.map { Value.string($0) }),
        ]
        return optional.compactMap { name, value in value.map { (name, $0) } } + more
    }
}
