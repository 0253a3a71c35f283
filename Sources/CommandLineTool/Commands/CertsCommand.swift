import ArgumentParser
import Domain
import Foundation
import Ledger
import Registries

/// `cordon certs`: the certificates that the built-in registry's CA issues.
struct CertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certs",
        abstract: "Issues, lists and revokes certificates of the built-in registry's CA.",
        subcommands: [Issue.self, List.self, Revoke.self, CRL.self]
    )

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Issues a certificate for a device, and writes it and its key (mode 0600) into a folder."
        )

        @Argument(help: "The device's id; it must be recorded.")
        var device: String
        @Option(help: "The folder for <device>.crt and <device>.key, which is there already.")
        var into = "."
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            guard let id = DeviceID(device) else {
                throw OperatorError(
                    attempted: "issue a certificate for \(device)",
                    reason: "that is no device id",
                    remedy: "use \(DeviceID.rule)"
                )
            }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: into, isDirectory: &isFolder), isFolder.boolValue else {
                throw OperatorError(
                    attempted: "issue a certificate for \(id)",
                    reason: "there is no folder \(into)",
                    remedy: "make it with 'mkdir', or name another one with --into"
                )
            }
            let files = try await folder.registry().issueCertificate(to: .device(id), into: into)
            print("issued \(files.serial)\n  \(files.certificate)\n  \(files.key)")
            let object = AuditObject(.certificate, "\(files.serial)")
            await ChangeNote(.registryChanged, on: object, "issued", "for \(id)").write(in: folder)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists certificates, the newest first.")

        @Option(help: "How many at the most.")
        var limit = 100
        @Option(help: "Those after this one: what the page before said.")
        var after: String?
        @OptionGroup var folder: FolderOptions

        func validate() throws {
            guard let after, UInt64(after) == nil else { return }
            throw ValidationError("'\(after)' is not what a page says behind 'more: --after'")
        }

        func run() async throws {
            let page = try await folder.registry().certificates(after: after, limit: limit)
            for certificate in page.elements { print(certificate.line) }
            if let next = page.next { print("more: --after \(next)") }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Revokes one certificate by its serial number, or all of a device. Final."
        )

        @Argument(help: "A serial number, or a device's id.")
        var subject: String
        @Option(help: "Why: \(RevocationReason.allCases.map(\.text).joined(separator: ", ")).")
        var reason = RevocationReason.unspecified.text
        @OptionGroup var folder: FolderOptions

        func validate() throws { _ = try parsedReason() }

        private func parsedReason() throws -> RevocationReason {
            if let reason = RevocationReason(text: reason) { return reason }
            let reasons = RevocationReason.allCases.map(\.text).joined(separator: ", ")
            throw ValidationError("'\(reason)' is no reason of RFC 5280: use one of \(reasons)")
        }

        func run() async throws {
            let reason = try parsedReason()
            let registry = try folder.registry()
            if let id = DeviceID(subject), (try? await registry.device(id))?.isRegistered == true {
                try await tell(of: .device(id), reason) { () async throws(ActionFailure) -> [String] in
                    try await registry.revoke(id, reason: reason).map { "\($0.serial) of \($0.device)" }
                }
            } else if let serial = SerialNumber(subject) {
                let object = AuditObject(.certificate, "\(serial)")
                try await tell(of: object, reason) { () async throws(ActionFailure) -> [String] in
                    let certificate = try await registry.revoke(serial, reason: reason)
                    return ["\(certificate.serial) of \(certificate.name)"]
                }
            } else {
                throw unknown
            }
        }

        /// Says what was revoked, and writes it down; also where it is recorded, and a broker could not be told.
        private func tell(
            of object: AuditObject,
            _ reason: RevocationReason,
            _ revoke: () async throws(ActionFailure) -> [String]
        ) async throws {
            do throws(ActionFailure) {
                let revoked = try await revoke()
                for line in revoked { print(Terminal.safe("revoked \(line)")) }
                await note("\(reason.text): \(revoked.joined(separator: ", "))", object)
            } catch {
                if case .unknownOutcome = error { await note("\(reason.text); \(error.error.reason)", object) }
                throw error.error
            }
        }

        private func note(_ what: String, _ object: AuditObject) async {
            await ChangeNote(.registryChanged, on: object, "revoked", what).write(in: folder)
        }

        private var unknown: OperatorError {
            OperatorError(
                attempted: "revoke \(subject)",
                reason: "it is neither a recorded device nor a serial number",
                remedy: "look it up with 'cordon certs list'"
            )
        }
    }

    struct CRL: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "crl",
            abstract:
                "Writes the CRL anew, with a later end, and tells the brokers. A running engine does it by itself."
        )

        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let registry = try folder.registry()
            do throws(ActionFailure) {
                try await registry.refreshCRL()
            } catch {
                throw error.error
            }
            print("written, and the brokers were told")
        }
    }
}

extension CertificateRecord {
    fileprivate var line: String {
        let why = reason.map { " (\($0.text))" } ?? ""
        let columns = [serial.description, Terminal.padded(kind, 6), Terminal.padded(name, 20)]
        return Terminal.safe(columns.joined(separator: "  ") + "  \(status.text)\(why)  until \(notAfter.rfc3339)")
    }
}
