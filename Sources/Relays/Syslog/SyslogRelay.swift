package import Domain
import Transport

/// Sends entries to a syslog server over TLS.
///
/// Syslog has no receipts. What comes closest: a connection for each batch, which is ended by the sender, and by the
/// receiver once it has read to that end. A receiver that breaks the connection instead is sent the batch again.
/// - Errors: everything may pass; only a certificate of ours that cannot be read waits for a person.
/// - Source: RFC 5424, RFC 5425.
package struct SyslogRelay: AuditRelay {
    package static let descriptor = RelayDescriptor(
        kind: "syslog",
        summary: "Sends entries to a syslog server over TLS (RFC 5424, RFC 5425).",
        settings: [
            .init("host", .text, isRequired: true, "name or address of the server"),
            .init("port", .port, standard: "6514", "of the server"),
            .init("app_name", .text, standard: "cordon", "what the messages call the sender"),
            .ca,
            .init("certificate", .file, "our client certificate, a PEM file"),
            .init("key", .file, "its key, a PEM file of mode 0600"),
        ],
        // A message says everything twice, as parameters and as a sentence.
        bounds: RelayBounds(entriesMax: 256, bytesMax: 256 * 1_024, bytesPerEntry: 1_024)
    )

    private let settings: RelaySettings
    private let host: String
    private let port: Int
    private let appName: String

    package init(_ settings: RelaySettings, _ parts: RelayParts) throws(OperatorError) {
        self.settings = settings
        host = try settings.required("host")
        port = try settings.port("port", standard: 6_514)
        appName = settings.text("app_name") ?? "cordon"
        guard (settings.text("certificate") == nil) == (settings.text("key") == nil) else {
            throw settings.wrong("'certificate' and 'key' go together", "add the other one")
        }
    }

    package func deliver(_ entries: [RelayedEntry]) async throws(RelayFailure) {
        let addresses: [IPAddress]
        do throws(ActionFailure) {
            addresses = try await OutboundAddress(
                of: "relay '\(settings.name)'",
                setting: settings.place,
                host: host,
                port: port,
                allowsPrivateAddresses: settings.flag("allow_private")
            ).addresses()
        } catch {
            throw RelayFailure(error)
        }
        let connection = SyslogConnection(
            host: host,
            port: port,
            tls: TLSFiles(
                caFile: settings.text("ca"),
                certificateFile: settings.text("certificate"),
                keyFile: settings.text("key")
            )
        )
        let bytes = entries.flatMap { SyslogMessage($0, appName: appName).frame }
        do throws(SyslogConnection.Failure) {
            try await connection.send(bytes, to: addresses)
        } catch {
            throw error.mayPass ? .transient(explained(error)) : .refused(explained(error))
        }
    }

    private func explained(_ failure: SyslogConnection.Failure) -> OperatorError {
        OperatorError(
            attempted: "send entries of the audit log to '\(settings.name)' at \(host):\(port)",
            reason: failure.reason,
            remedy: "check that the server listens there for syslog over TLS, and '\(settings.place)' in cordon.yaml"
        )
    }
}
