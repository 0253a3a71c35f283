/// Where a process can die: at each operation of the store, and between any two effects.
package enum Place: CaseIterable, Hashable, Sendable {
    case loading, askingForReceipts
    case beforeDurable, afterDurable
    case beforeSignerState, afterSignerState
    case beforeHandOver, afterHandOver
    case beforeProbe, afterProbe
    /// Whatever it does just then.
    case anywhere

    /// Completes "dies …".
    package var text: String {
        switch self {
        case .loading: "while it reads what is stored"
        case .askingForReceipts: "while it looks for known events"
        case .beforeDurable: "before its transaction is durable"
        case .afterDurable: "after its transaction is durable, and before it hears so"
        case .beforeSignerState: "before the signer's state is kept"
        case .afterSignerState: "after the signer's state is kept"
        case .beforeHandOver: "before it hands a command over"
        case .afterHandOver: "after it has handed a command over"
        case .beforeProbe: "before it asks what became of a command"
        case .afterProbe: "after it has asked what became of a command"
        case .anywhere: "in the middle of something"
        }
    }
}
