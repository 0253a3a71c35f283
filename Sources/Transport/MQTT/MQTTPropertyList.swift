import CMosquitto
import Glibc

/// A property list of libmosquitto, owned: built for a packet to send, freed with this object.
final class MQTTPropertyList {
    private(set) var pointer: OpaquePointer?

    init() {}

    /// What goes with a published message.
    convenience init(_ properties: MQTTProperties) {
        self.init()
        if let contentType = properties.contentType {
            mosquitto_property_add_string(&pointer, MQTT_PROP_CONTENT_TYPE.code, contentType)
        }
        if let topic = properties.responseTopic {
            mosquitto_property_add_string(&pointer, MQTT_PROP_RESPONSE_TOPIC.code, topic)
        }
        if let data = properties.correlationData {
            mosquitto_property_add_binary(&pointer, MQTT_PROP_CORRELATION_DATA.code, data, UInt16(data.count))
        }
        for property in properties.userProperties {
            mosquitto_property_add_string_pair(&pointer, MQTT_PROP_USER_PROPERTY.code, property.name, property.value)
        }
        if let expiry = properties.expiry {
            mosquitto_property_add_int32(&pointer, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.code, expiry.mqttSeconds)
        }
    }

    /// What goes with a connection.
    convenience init(_ settings: MQTTSettings) {
        self.init()
        mosquitto_property_add_int32(
            &pointer,
            MQTT_PROP_SESSION_EXPIRY_INTERVAL.code,
            settings.sessionExpiry.mqttSeconds
        )
        mosquitto_property_add_int16(&pointer, MQTT_PROP_RECEIVE_MAXIMUM.code, settings.receiveMaximum)
        mosquitto_property_add_int32(&pointer, MQTT_PROP_MAXIMUM_PACKET_SIZE.code, settings.packetBytesMax)
    }

    deinit { mosquitto_property_free_all(&pointer) }
}

extension MQTTProperties {
    /// Reads what came with a message; the list stays the library's.
    init(reading list: OpaquePointer?) {
        self.init()
        var property = list
        while let current = property {
            switch mosquitto_property_identifier(current) {
            case MQTT_PROP_CONTENT_TYPE.code: contentType = Self.text(current, MQTT_PROP_CONTENT_TYPE)
            case MQTT_PROP_RESPONSE_TOPIC.code: responseTopic = Self.text(current, MQTT_PROP_RESPONSE_TOPIC)
            case MQTT_PROP_CORRELATION_DATA.code: correlationData = Self.bytes(current)
            case MQTT_PROP_USER_PROPERTY.code:
                if let pair = Self.pair(current) { userProperties.append(pair) }
            case MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.code:
                var seconds: UInt32 = 0
                mosquitto_property_read_int32(current, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.code, &seconds, false)
                expiry = .seconds(Int64(seconds))
            default: break
            }
            property = mosquitto_property_next(current)
        }
    }

    private static func text(_ property: OpaquePointer, _ identifier: mqtt5_property) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        mosquitto_property_read_string(property, identifier.code, &text, false)
        guard let text else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    private static func bytes(_ property: OpaquePointer) -> [UInt8]? {
        var start: UnsafeMutableRawPointer?
        var count: UInt16 = 0
        mosquitto_property_read_binary(property, MQTT_PROP_CORRELATION_DATA.code, &start, &count, false)
        guard let start else { return nil }
        defer { free(start) }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(count)))
    }

    private static func pair(_ property: OpaquePointer) -> UserProperty? {
        var name: UnsafeMutablePointer<CChar>?
        var value: UnsafeMutablePointer<CChar>?
        mosquitto_property_read_string_pair(property, MQTT_PROP_USER_PROPERTY.code, &name, &value, false)
        defer {
            free(name)
            free(value)
        }
        guard let name, let value else { return nil }
        return UserProperty(String(cString: name), String(cString: value))
    }

    /// - Throws: ``MQTTFailure/invalid(_:)`` where a part is too long or holds what MQTT's text may not.
    func check() throws(MQTTFailure) {
        let texts = [contentType, responseTopic].compactMap(\.self) + userProperties.flatMap { [$0.name, $0.value] }
        guard texts.allSatisfy({ $0.utf8.count <= 65_535 && !$0.utf8.contains(0) }),
            correlationData?.count ?? 0 <= 65_535
        else {
            throw .invalid("A property of an MQTT message holds a NUL or is longer than 65,535 bytes. Shorten it.")
        }
        if let responseTopic { try MQTTTopic.check(responseTopic) }
    }
}

extension mqtt5_property {
    /// As the functions take it.
    var code: Int32 { Int32(bitPattern: rawValue) }
}
