import ArgumentParser
import Domain
import Foundation
import Registries

/// `cordon init`: a working folder that can be started as it is.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Makes a working folder: configuration, one playbook, a small CA, keys with mode 0600."
    )

    @Argument(help: "The folder to make. It must be empty, or not there.")
    var directory: String

    func run() async throws {
        let present = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        guard present.isEmpty else {
            throw OperatorError(
                attempted: "make the working folder \(directory)",
                reason: "it is not empty",
                remedy: "name a folder that is not there yet; nothing was changed"
            )
        }
        let folder = WorkingFolder(directory)
        try Starter(folder).write()
        let settings = try Settings(folder: folder)
        let registry = try await makePKI(folder, settings)
        try await registry.writeCRL()
        _ = try Identity.loadOrCreate(settings)
        print(nextSteps(folder))
    }

    /// The CA, the broker's certificate and ours.
    private func makePKI(_ folder: WorkingFolder, _ settings: Settings) async throws -> BuiltInRegistry {
        let files = CertificateAuthorityFiles(certificate: folder.path("pki/ca.pem"), key: folder.path("keys/ca.key"))
        _ = try files.create(named: "Cordon CA", validity: .seconds(3_650 * 86_400), ConnectionFactory.surroundings)
        let options = try FolderOptions.parse(["--folder", directory])
        let registry = try options.registry()
        for (subject, certificate, key) in [
            (CertificateSubject.server(hosts: ["localhost", "127.0.0.1"]), "pki/broker.pem", "keys/broker.key"),
            (.client(name: "cordon"), "pki/engine.pem", "keys/engine.key"),
        ] {
            let issued = try await registry.issueCertificate(to: subject, into: folder.keys, of: .folder)
            try FileManager.default.moveItem(atPath: issued.certificate, toPath: folder.path(certificate))
            try FileManager.default.moveItem(atPath: issued.key, toPath: folder.path(key))
        }
        return registry
    }

    private func nextSteps(_ folder: WorkingFolder) -> String {
        """
        made \(folder.root)
          cordon.yaml               the configuration: connections, mode, where to listen
          playbooks/                one playbook to begin with, and its tests
          pki/, keys/               a small CA, certificates of the broker and of this engine, keys with mode 0600
          broker/mosquitto.conf     a broker's configuration that fits

        next:
          cordon devices add press-01 --folder \(directory)
          cordon certs issue press-01 --into . --folder \(directory)
          mosquitto -c \(directory)/broker/mosquitto.conf       (as this user, or as root, and then it becomes this user;
                                          docs/operating.md tells how devices are added)
          cordon check --folder \(directory)
          cordon test --folder \(directory)
          cordon serve --folder \(directory)                 (the first start makes and prints two tokens; after it
                                          'cordon tokens add NAME --folder \(directory)' makes one for each person)
        """
    }
}
