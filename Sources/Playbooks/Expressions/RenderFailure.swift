public import CEL

/// Why a template has no value.
public enum RenderFailure: Error, Hashable, Sendable {
    /// An expression failed.
    case expression(source: String, EvaluationError)
    /// An expression in a topic gave an empty text, which would make another topic of it.
    case emptyInTopic(source: String)
    /// MQTT allows a topic 65,535 bytes.
    case topicTooLong(bytes: Int)
    /// An expression in a path gave an empty text or dots, which would make another path of it.
    case notInPath(source: String)
}

extension RenderFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .expression(let source, let error):
            "'\(DisplayText.shortened(source))' has no value: \(error.message)"
        case .emptyInTopic(let source):
            "'\(DisplayText.shortened(source))' is empty, and a topic cannot hold an empty part"
        case .topicTooLong(let bytes):
            "the topic has \(bytes) bytes; MQTT allows 65535"
        case .notInPath(let source):
            "'\(DisplayText.shortened(source))' is empty or dots alone, and would make another path"
        }
    }
}
