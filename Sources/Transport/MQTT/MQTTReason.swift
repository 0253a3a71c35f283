import CMosquitto

/// MQTT 5 reason codes as words.
enum MQTTReason {
    static func words(_ reason: UInt8) -> String {
        let code = String(reason, radix: 16, uppercase: true)
        return "\(String(cString: mosquitto_reason_string(Int32(reason)))) (0x\(code))"
    }
}
