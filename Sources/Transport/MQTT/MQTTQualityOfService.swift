/// How hard MQTT tries. The third level, "exactly once", is left out: it costs two round trips and acknowledges before
/// the receiver has the message.
public enum MQTTQualityOfService: Int32, Hashable, Sendable {
    case atMostOnce = 0
    case atLeastOnce = 1
}
