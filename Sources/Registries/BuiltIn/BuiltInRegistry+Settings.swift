package import Domain

extension BuiltInRegistry: ConfigurableRegistry {
    package static var kind: String { "built-in" }

    package static var summary: String { "Devices in an SQLite file, certificates from a small CA, a CRL for brokers." }

    package static var settings: [RegistrySetting] {
        [
            RegistrySetting("database", .path, summary: "the SQLite file of devices and certificates"),
            RegistrySetting("ca_certificate", .path, summary: "the CA's certificate, PEM"),
            RegistrySetting("ca_key", .path, summary: "the CA's key, PEM, mode 0600"),
            RegistrySetting("crl_files", .paths, summary: "where brokers read the CRL ('crlfile' of Mosquitto)"),
            RegistrySetting(
                "broker_pid_files",
                .paths,
                defaultValue: "",
                summary: "the pid files of the brokers that a SIGHUP makes read the CRL again"
            ),
            RegistrySetting(
                "broker_process",
                .text,
                defaultValue: "mosquitto",
                summary: "what the brokers' processes are called"
            ),
            RegistrySetting("crl_days", .days, defaultValue: "7", summary: "how long a CRL is valid"),
            RegistrySetting("certificate_days", .days, defaultValue: "365", summary: "how long a certificate is valid"),
        ]
    }

    package static func open(
        _ settings: RegistrySettings,
        _ surroundings: RegistrySurroundings,
        mayCreate: Bool
    ) throws(OperatorError) -> BuiltInRegistry {
        let process = settings.text("broker_process")
        let configuration = BuiltInRegistryConfiguration(
            database: settings.text("database"),
            authority: CertificateAuthorityFiles(
                certificate: settings.text("ca_certificate"),
                key: settings.text("ca_key")
            ),
            crlFiles: settings.paths("crl_files"),
            brokers: settings.paths("broker_pid_files").map { BrokerProcess(pidFile: $0, name: process) },
            crlValidity: settings.days("crl_days"),
            certificateValidity: settings.days("certificate_days")
        )
        return try BuiltInRegistry(configuration, surroundings, mayCreate: mayCreate)
    }
}
