/// The folder that `cordon init` made, by the names of the files in it.
package struct WorkingFolder: Hashable, Sendable {
    package let root: String

    package init(_ root: String) { self.root = root }

    package func path(_ name: String) -> String { "\(root)/\(name)" }

    package var authority: String { path("pki/ca.pem") }
    package var revocationList: String { path("pki/crl.pem") }
    package var engineCertificate: String { path("pki/engine.pem") }
    package var engineKey: String { path("keys/engine.key") }
    package var webhookSecret: String { path("keys/soc.secret") }
    package var database: String { path("state/cordon.sqlite") }
    package var playbook: String { path("playbooks/contain-exfiltration.yaml") }

    package func certificate(of device: String) -> String { path("devices/\(device).crt") }
    package func key(of device: String) -> String { path("devices/\(device).key") }
}
