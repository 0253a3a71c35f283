import CMosquitto

/// The functions that libmosquitto calls, turned into events of the link.
enum MQTTLinkCallbacks {
    static func install(on handle: OpaquePointer) {
        mosquitto_connect_v5_callback_set(handle) { _, context, reason, flags, properties in
            guard let link = MQTTLinkCallbacks.link(context) else { return }
            guard reason == 0 else { return link.note(.refused(reason: UInt8(clamping: reason))) }
            var sendMaximum: UInt16 = 65_535
            mosquitto_property_read_int16(properties, MQTT_PROP_RECEIVE_MAXIMUM.code, &sendMaximum, false)
            link.note(.connected(sessionPresent: flags & 1 == 1, sendMaximum: Int(sendMaximum)))
        }
        mosquitto_disconnect_v5_callback_set(handle) { _, context, reason, _ in
            MQTTLinkCallbacks.link(context)?.noteClose(reason: reason)
        }
        mosquitto_publish_v5_callback_set(handle) { _, context, packet, reason, _ in
            MQTTLinkCallbacks.link(context)?.note(.acknowledged(packet: packet, reason: UInt8(clamping: reason)))
        }
        mosquitto_subscribe_v5_callback_set(handle) { _, context, packet, count, codes, _ in
            let reasons = UnsafeBufferPointer(start: codes, count: Int(count)).map { UInt8(clamping: $0) }
            MQTTLinkCallbacks.link(context)?.note(.subscribed(packet: packet, reasons: reasons))
        }
        mosquitto_message_v5_callback_set(handle) { _, context, message, properties in
            guard let link = MQTTLinkCallbacks.link(context), let message else { return }
            link.note(.message(MQTTMessage(reading: message.pointee, properties)))
        }
        mosquitto_log_callback_set(handle) { _, context, level, text in
            guard level & MOSQ_LOG_ERR != 0, let text else { return }
            MQTTLinkCallbacks.link(context)?.noteComplaint(String(cString: text))
        }
    }

    private static func link(_ context: UnsafeMutableRawPointer?) -> MQTTLink? {
        context.map { Unmanaged<MQTTLink>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension MQTTMessage {
    fileprivate init(reading message: mosquitto_message, _ properties: OpaquePointer?) {
        self.init(
            topic: String(cString: message.topic),
            payload: Array(UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))),
            qos: message.qos == 0 ? .atMostOnce : .atLeastOnce,
            isRetained: message.retain,
            properties: MQTTProperties(reading: properties)
        )
    }
}
