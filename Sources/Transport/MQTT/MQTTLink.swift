import CMosquitto
import Glibc

/// One connection to a broker: a `struct mosquitto` that is made for it and destroyed with it.
///
/// A handle that reconnects would send again whatever was unacknowledged. A handle that is thrown away cannot, so a
/// message leaves at most once however often the session reconnects. Used by one thread at a time; nothing blocks except
/// resolving the host's name. What is received is acknowledged by ``write()``, never before.
final class MQTTLink {
    let settings: MQTTSettings
    private let handle: OpaquePointer
    private var events: [MQTTEvent] = []
    /// The last complaint of libmosquitto, such as OpenSSL's words about a certificate.
    private var complaint: String?
    private var closeReason: Int32 = 0
    private(set) var isConnected = false
    private var isTransportUp = false
    private var hasWritten = false

    init(_ settings: MQTTSettings) {
        Self.initialiseLibrary
        self.settings = settings
        guard let handle = mosquitto_new(settings.clientID, settings.cleanStart, nil) else {
            preconditionFailure("libmosquitto gave no handle: out of memory, or a client id that was not checked")
        }
        self.handle = handle
        mosquitto_user_data_set(handle, Unmanaged.passUnretained(self).toOpaque())
        MQTTLinkCallbacks.install(on: handle)
    }

    deinit { mosquitto_destroy(handle) }

    private static let initialiseLibrary: Void = {
        mosquitto_lib_init()
    }()

    /// Begins to connect.
    ///
    /// - Parameter family: the address family to use where the host has several.
    /// - Throws: where it is certain at once that nothing will come of it.
    func open(_ family: MQTTAddressFamily) throws(MQTTDisconnection) {
        mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5)
        mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1)
        mosquitto_int_option(handle, MOSQ_OPT_SEND_MAXIMUM, 65_535)
        // "Driven by someone else's threads": without it, reading a message would write its acknowledgement.
        mosquitto_threaded_set(handle, true)
        if let credentials = settings.credentials {
            mosquitto_username_pw_set(handle, credentials.username, credentials.password())
        }
        if let tls = settings.tls { try configure(tls) }
        // The call that connects without blocking takes no properties. This one keeps them before it looks for a host,
        // and leaves again without one.
        let properties = MQTTPropertyList(settings)
        let keepAlive = Int32(settings.keepAlive.mqttSeconds)
        _ = mosquitto_connect_bind_v5(handle, nil, Int32(settings.port), keepAlive, nil, properties.pointer)
        errno = 0
        let code = mosquitto_connect_bind_async(
            handle,
            settings.host,
            Int32(settings.port),
            keepAlive,
            family.bindAddress
        )
        guard code == MOSQ_ERR_SUCCESS.code else { throw openingFailed(code, errno) }
    }

    private func configure(_ tls: TLSFiles) throws(MQTTDisconnection) {
        let authorities = tls.caFile == nil ? "/etc/ssl/certs" : nil
        // Answers "no passphrase"; OpenSSL would otherwise ask for one on the terminal.
        let files = mosquitto_tls_set(handle, tls.caFile, authorities, tls.certificateFile, tls.keyFile) { _, _, _, _ in
            0
        }
        let options = mosquitto_tls_opts_set(handle, 1, "tlsv1.2", nil)
        guard files == MOSQ_ERR_SUCCESS.code, options == MOSQ_ERR_SUCCESS.code else {
            throw disconnection(
                .settings,
                "a file of its TLS settings cannot be read. Check the CA, certificate and key files"
            )
        }
    }

    var socket: Int32 { mosquitto_socket(handle) }

    var wantsWrite: Bool { mosquitto_want_write(handle) }

    /// What `poll` should watch for.
    ///
    /// During a TLS handshake the library says that it wants to write although it waits to read: watching for room
    /// then would spin.
    var pollEvents: Int16 {
        let mayWrite = !isTransportUp || isConnected || settings.tls == nil || !hasWritten
        return Int16(mayWrite && wantsWrite ? POLLIN | POLLOUT : POLLIN)
    }

    /// Looks whether the TCP connection came about.
    private func checkTransport() -> MQTTDisconnection? {
        guard !isTransportUp else { return nil }
        var entry = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
        guard poll(&entry, 1, 0) > 0 else { return nil }
        var code: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size)
        guard code == 0 else { return openingFailed(MOSQ_ERR_ERRNO.code, code) }
        // The TLS library tries to write as soon as there is a socket, and the first to look takes a refusal away: so
        // no error is not yet a connection.
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let hasPeer = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(socket, $0, &length) == 0 }
        }
        guard hasPeer else { return openingFailed(MOSQ_ERR_ERRNO.code, ECONNREFUSED) }
        isTransportUp = true
        return nil
    }

    /// Whether the other end is gone. Asked while TLS is being agreed on: libmosquitto takes that for "not yet".
    private var isGone: Bool {
        var byte: UInt8 = 0
        let count = recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT))
        return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)
    }

    /// Reads what is there, up to about `messagesMax` packets. Acknowledgements are queued, not sent.
    func read(messagesMax: Int) -> MQTTDisconnection? {
        if let failed = checkTransport() { return failed }
        guard isTransportUp else { return nil }
        // A TLS handshake goes on within a read, also when it is our turn to speak; and of a record that was read before, more
        // may lie with OpenSSL than the socket shows.
        var isDue = settings.tls != nil
        while isDue || (events.count < messagesMax && isReadable) {
            errno = 0
            let before = events.count
            let code = mosquitto_loop_read(handle, 1)
            if let ended = ended(code, errno) { return ended }
            isDue = settings.tls != nil && events.count > before && events.count < messagesMax
            if settings.tls != nil, !isConnected, isGone {
                return disconnection(.lost, "the connection closed while TLS was being agreed on")
            }
        }
        return nil
    }

    /// Sends what is queued, acknowledgements included, as far as the socket takes it.
    func write() -> MQTTDisconnection? {
        guard isTransportUp else { return nil }
        hasWritten = true
        errno = 0
        return ended(mosquitto_loop_write(handle, 1), errno)
    }

    /// Keep-alive; to be called about once a second.
    func tick() -> MQTTDisconnection? {
        errno = 0
        return ended(mosquitto_loop_misc(handle), errno)
    }

    func takeEvents() -> [MQTTEvent] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    /// Whether something has arrived that was not read.
    var isReadable: Bool {
        var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }
}

// What can be sent.
extension MQTTLink {
    /// Queues a message.
    /// - Returns: the packet that its acknowledgement will name.
    func publish(_ publication: MQTTPublication) -> Result<Int32, MQTTFailure> {
        var packet: Int32 = 0
        let properties = MQTTPropertyList(publication.properties)
        let code = mosquitto_publish_v5(
            handle,
            &packet,
            publication.topic,
            Int32(publication.payload.count),
            publication.payload,
            publication.qos.rawValue,
            publication.isRetained,
            properties.pointer
        )
        guard code == MOSQ_ERR_SUCCESS.code else {
            let sentence =
                "Publishing to '\(publication.topic.printable())' failed: \(Self.words(code)). Nothing was sent."
            // That the line was cut says nothing of the message.
            return .failure(code == MOSQ_ERR_NO_CONN.code ? .notConnected(sentence) : .invalid(sentence))
        }
        return .success(packet)
    }

    /// Asks for a subscription. Retained messages come with a new subscription only.
    func subscribe(_ filter: String, _ qos: MQTTQualityOfService) -> Int32? {
        var packet: Int32 = 0
        let options = Int32(MQTT_SUB_OPT_SEND_RETAIN_NEW.rawValue)
        let code = mosquitto_subscribe_v5(handle, &packet, filter, qos.rawValue, options, nil)
        return code == MOSQ_ERR_SUCCESS.code ? packet : nil
    }

    func unsubscribe(_ filter: String) {
        var packet: Int32 = 0
        mosquitto_unsubscribe(handle, &packet, filter)
    }

    /// Takes leave, so that the broker does not count the end of the connection as a failure.
    func disconnect() {
        mosquitto_disconnect_v5(handle, 0, nil)
    }
}

// What libmosquitto calls, always from within one of the calls above.
extension MQTTLink {
    func note(_ event: MQTTEvent) {
        if case .connected = event { isConnected = true }
        events.append(event)
    }

    func noteClose(reason: Int32) { closeReason = reason }

    func noteComplaint(_ text: String) { complaint = text.printable() }
}

// Codes into sentences.
extension MQTTLink {
    func disconnection(_ cause: MQTTDisconnection.Cause, _ what: String) -> MQTTDisconnection {
        let broker = "\(settings.host.printable()):\(settings.port)"
        let verb = isConnected ? "The connection to" : "Connecting to"
        return MQTTDisconnection(cause: cause, sentence: "\(verb) the MQTT broker \(broker) failed: \(what).")
    }

    private func openingFailed(_ code: Int32, _ systemCode: Int32) -> MQTTDisconnection {
        switch mosq_err_t(code) {
        case MOSQ_ERR_EAI: disconnection(.resolve, "its name has no address. Check the name and the resolver")
        case MOSQ_ERR_TLS: handshakeFailed(complaint ?? "no TLS connection came about")
        case MOSQ_ERR_ERRNO:
            disconnection(.connect, "\(Self.systemWords(systemCode)). Check that the broker is up and can be reached")
        default: disconnection(.settings, Self.words(code))
        }
    }

    private func handshakeFailed(_ words: String) -> MQTTDisconnection {
        disconnection(
            .tls,
            "\(words). Check the CA file, the client certificate and the name in the broker's certificate"
        )
    }

    /// Reads the result of a call that may have ended the connection.
    private func ended(_ code: Int32, _ systemCode: Int32) -> MQTTDisconnection? {
        if code == MOSQ_ERR_SUCCESS.code {
            guard socket < 0 else { return nil }
            return disconnection(
                .closedByBroker(reason: UInt8(clamping: closeReason)),
                "the broker closed it: \(String(cString: mosquitto_reason_string(closeReason)))"
            )
        }
        for case .refused(let reason) in events {
            let words = String(cString: mosquitto_reason_string(Int32(reason)))
            return disconnection(
                .refused(reason: reason),
                "the broker refused us: \(words). Check the credentials and the client id"
            )
        }
        if let complaint, settings.tls != nil, !isConnected {
            return handshakeFailed(complaint)
        }
        let words = code == MOSQ_ERR_ERRNO.code ? Self.systemWords(systemCode) : Self.words(code)
        return disconnection(.lost, words)
    }

    private static func words(_ code: Int32) -> String {
        let text = String(cString: mosquitto_strerror(code))
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    private static func systemWords(_ code: Int32) -> String { String(cString: strerror(code)) }
}
