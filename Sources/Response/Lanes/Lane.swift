import Domain

/// Who works on a device: one run at a time, so that no two commands cross.
enum Lane: Hashable, Sendable {
    case free
    case mine
    case taken(by: RunID)
}
