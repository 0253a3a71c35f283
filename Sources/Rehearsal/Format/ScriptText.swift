import CEL
import Domain
import Playbooks

/// The short sentences of a script: `503 twice then 200`, `ok after 3s`, `approves after 5m`.
enum ScriptText {
    static let replyForms =
        "ok, sent, fails, unreachable, no answer, or an HTTP status, such as '503 twice then ok after 3s'"
    static let personForms = "approves, rejects or no answer, such as 'approves after 5m'"
    static let outageForms = "down, or 'down for 2m'"

    /// Nil where the text is none of ``replyForms``.
    static func replies(_ text: String) -> Replies? {
        let parts = words(of: text).split(separator: "then", omittingEmptySubsequences: false)
        let list = parts.compactMap { reply(Array($0)) }
        return list.count == parts.count ? Replies(list: list) : nil
    }

    static func person(_ text: String) -> PersonAnswer? {
        var words = words(of: text)
        let after = takeDelay(&words)
        switch words {
        case ["approves"]: return PersonAnswer(word: .approves, after: after ?? .zero)
        case ["rejects"]: return PersonAnswer(word: .rejects, after: after ?? .zero)
        case ["no", "answer"] where after == nil: return PersonAnswer(word: .noAnswer, after: .zero)
        default: return nil
        }
    }

    static func outage(_ text: String) -> Outage? {
        let words = words(of: text)
        if words == ["down"] { return Outage(length: nil) }
        guard words.count == 3, words.starts(with: ["down", "for"]), let length = DurationText.parse(words[2]) else {
            return nil
        }
        return Outage(length: length)
    }

    private static func words(of text: String) -> [String] { text.split(separator: " ").map(String.init) }

    private static func reply(_ all: [String]) -> (reply: Reply, times: Int)? {
        var words = all
        let first = takeDelay(&words)
        let times = takeTimes(&words)
        let after = first ?? takeDelay(&words)
        guard let word = word(words) else { return nil }
        return (Reply(word: word, after: after), times ?? 1)
    }

    private static func word(_ words: [String]) -> Reply.Word? {
        switch words {
        case ["ok"]: return .ok
        case ["sent"]: return .sent
        case ["fails"]: return .fails
        case ["unreachable"]: return .unreachable
        case ["no", "answer"]: return .noAnswer
        default:
            guard words.count == 1, let status = Int(words[0]), (100...599).contains(status) else { return nil }
            return .status(status)
        }
    }

    /// `after 3s` at the end.
    private static func takeDelay(_ words: inout [String]) -> Duration? {
        guard words.count >= 3, words[words.count - 2] == "after",
            let delay = DurationText.parse(words[words.count - 1])
        else { return nil }
        words.removeLast(2)
        return delay
    }

    /// `once`, `twice` or `3 times` at the end.
    private static func takeTimes(_ words: inout [String]) -> Int? {
        switch words.last {
        case "once":
            words.removeLast()
            return 1
        case "twice":
            words.removeLast()
            return 2
        case "times":
            guard words.count >= 3, let count = Int(words[words.count - 2]),
                (1...PlaybookLimits.attemptsMax).contains(count)
            else { return nil }
            words.removeLast(2)
            return count
        default: return nil
        }
    }
}
