import CEL
import Domain
import Playbooks
import Response

extension Completion {
    static let certificateOutputs: [ActionDescriptor.Output] = [
        .init(
            "certificates",
            .list(.dyn),
            summary: "Each certificate of the device: its `serial` and its `status` now."
        )
    ]

    /// What a registry changed: each certificate with its status now.
    init(changed certificates: [DeviceCertificate]) {
        let list = certificates.map { certificate -> Value in
            ["serial": .string(certificate.serial), "status": .string(certificate.status.text)]
        }
        let sentences = certificates.map { "certificate \($0.serial) is \($0.status.text)" }
        self.init(
            .confirmed,
            output: ["certificates": .list(list)],
            evidence: sentences.joined(separator: "; ")
        )
    }
}

extension ActionDescriptor.Parameter {
    static let registry = Self(
        "connection",
        .connection(.registry),
        isRequired: true,
        summary: "The registry that holds the certificates."
    )
}

// What the actions that change certificates have in common.
extension ActionDescriptor {
    static let certificateOverall: Duration = .seconds(15 * 60)
    static let certificatePermissions = ["write the CRL that the broker reads", "signal the broker"]
}
