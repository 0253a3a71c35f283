import CMosquitto

/// The rules for topics and topic filters.
public enum MQTTTopic {
    /// - Throws: ``MQTTFailure/invalid(_:)`` for an empty topic, wildcards, NUL, control characters, or over 65,535 bytes.
    public static func check(_ topic: String) throws(MQTTFailure) {
        guard isSendable(topic), !topic.utf8.contains(UInt8(ascii: "+")), !topic.utf8.contains(UInt8(ascii: "#")) else {
            throw .invalid(
                "'\(topic.printable())' is not a topic to publish to: a topic is not empty and holds no '+', '#' or control character."
            )
        }
    }

    /// - Throws: ``MQTTFailure/invalid(_:)`` for an empty filter, a wildcard that is not a whole level, or `#` not at the end.
    public static func check(filter: String) throws(MQTTFailure) {
        guard isSendable(filter), mosquitto_sub_topic_check(filter) == MOSQ_ERR_SUCCESS.code else {
            throw .invalid(
                "'\(filter.printable())' is not a topic filter: '+' stands for one whole level, '#' for the rest and comes last."
            )
        }
    }

    /// Whether a message on the topic is for the filter, as MQTT 5 section 4.7 has it: `#` does not match `$SYS/…`.
    public static func matches(filter: String, topic: String) -> Bool {
        // A shared subscription delivers under the topic alone.
        let pattern =
            filter.hasPrefix("$share/") ? filter.split(separator: "/", maxSplits: 2).last.map(String.init) : filter
        var isMatch = false
        return mosquitto_topic_matches_sub(pattern ?? filter, topic, &isMatch) == MOSQ_ERR_SUCCESS.code && isMatch
    }

    private static func isSendable(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 65_535
            && !text.unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}

extension mosq_err_t {
    /// As the functions return it.
    var code: Int32 { rawValue }
}
