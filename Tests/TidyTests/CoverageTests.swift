import Testing

/// The table of what the shipped playbooks answer is whole and true.
@Suite struct CoverageTests {
    /// - Source: AWS IoT Device Defender developer guide, "Cloud-side metrics" and "Device-side metrics".
    private static let metrics = [
        "message-byte-size", "num-messages-received", "num-messages-sent", "source-ip-address",
        "num-authorization-failures", "num-connection-attempts", "num-disconnects", "disconnect-duration",
        "all-bytes-out", "all-bytes-in", "all-packets-out", "all-packets-in", "destination-ip-addresses",
        "num-established-tcp-connections", "listening-tcp-ports", "num-listening-tcp-ports", "listening-udp-ports",
        "num-listening-udp-ports",
    ]

    /// - Source: AWS IoT Device Defender developer guide, "Audit checks".
    private static let checks = [
        "INTERMEDIATE_CA_REVOKED_FOR_ACTIVE_DEVICE_CERTIFICATES", "REVOKED_CA_CERTIFICATE_STILL_ACTIVE",
        "DEVICE_CERTIFICATE_SHARED", "DEVICE_CERTIFICATE_KEY_QUALITY", "CA_CERTIFICATE_KEY_QUALITY",
        "UNAUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE", "AUTHENTICATED_COGNITO_ROLE_OVERLY_PERMISSIVE",
        "IOT_POLICY_OVERLY_PERMISSIVE", "IOT_POLICY_POTENTIAL_MISCONFIGURATION", "IOT_ROLE_ALIAS_OVERLY_PERMISSIVE",
        "IOT_ROLE_ALIAS_ALLOWS_ACCESS_TO_UNUSED_SERVICES", "CA_CERTIFICATE_EXPIRING", "CONFLICTING_CLIENT_IDS",
        "DEVICE_CERTIFICATE_EXPIRING", "DEVICE_CERTIFICATE_AGE", "REVOKED_DEVICE_CERTIFICATE_STILL_ACTIVE",
        "LOGGING_DISABLED",
    ]

    private static let rows = Repository.text("docs/coverage.md").split(separator: "\n").filter { $0.hasPrefix("| `") }

    private static func row(_ name: String) -> Substring? { rows.first { $0.hasPrefix("| `\(name)` |") } }

    @Test(arguments: metrics.map { "aws:\($0)" } + checks.map { "\($0)_CHECK" })
    func `every metric and every check of the audit is answered, or named as out of scope`(_ name: String) throws {
        let row = try #require(Self.row(name), "docs/coverage.md does not name it")
        let files = Pattern(#"\.\./(Playbooks/[a-z-]+\.yaml)"#).captures(in: String(row))
        #expect(!files.isEmpty || row.contains("out of scope: "))
        for file in files { #expect(Repository.text(file).contains("\"\(name)\""), "\(file) does not mention it") }
    }
}
