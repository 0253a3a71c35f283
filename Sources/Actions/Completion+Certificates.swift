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
