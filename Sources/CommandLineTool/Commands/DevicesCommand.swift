import ArgumentParser
import Domain
import Foundation
import Registries

/// `cordon devices`: the built-in registry's devices.
struct DevicesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devices",
        abstract: "Adds, lists, shows and imports the devices of the built-in registry.",
        subcommands: [Add.self, List.self, Show.self, Import.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds a device, or changes what is named of one.",
            discussion: "Groups and tags that are named join those that the device has; with --replace they are all."
        )

        @Argument(help: "The device's id: \(DeviceID.rule).")
        var id: String
        @Option(help: "Where it stands.")
        var site: String?
        @Option(help: "What it is.")
        var model: String?
        @Option(name: .customLong("group"), help: "A group that it belongs to; may be repeated.")
        var groups: [String] = []
        @Option(name: .customLong("tag"), help: "A tag; may be repeated.")
        var tags: [String] = []
        @Option(help: "The device that it reaches the others through.")
        var gateway: String?
        @Flag(name: .customLong("protected"), help: "Automation never touches it.")
        var isProtected = false
        @Flag(help: "Takes away groups or tags that are not named, or a gateway where it is ''. A tag may protect it.")
        var replace = false

        @OptionGroup var folder: FolderOptions

        func validate() throws {
            guard replace, groups.isEmpty, tags.isEmpty, gateway == nil else { return }
            throw ValidationError("--replace needs a --group, a --tag or a --gateway that takes the others' place")
        }

        func run() async throws {
            guard let parsed = DeviceID(id) else {
                throw OperatorError(
                    attempted: "add the device \(id)",
                    reason: "that is no device id",
                    remedy: "use \(DeviceID.rule)"
                )
            }
            let draft = DeviceDraft(
                id: parsed,
                site: site,
                model: model,
                groups: groups.isEmpty ? nil : groups,
                tags: tags.isEmpty ? nil : tags,
                isProtected: isProtected ? true : nil,
                gateway: gateway
            )
            let registry = try folder.registry()
            let recorded = try await registry.record(draft, replacing: replace)
            let lost = recorded.losses.named.map { "; \($0.words)" }.joined()
            print(Terminal.safe("recorded \(id)\(isProtected ? ", protected" : "")\(lost)"))
            await ChangeNote(recorded, as: draft)?.write(in: folder)
            // It may be recorded later; misspelt, it would leave the true gateway without this device behind it.
            if let gateway = gateway.flatMap({ DeviceID($0) }), try await registry.device(gateway)?.isRegistered != true
            {
                PlainFile.complain("note: the gateway \(gateway) is not recorded\n")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Lists devices by their ids.")

        @Option(help: "How many at the most.")
        var limit = 100
        @Option(help: "Those after this id.")
        var after: String?

        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let page = try await folder.registry().devices(after: after, limit: limit)
            for device in page.elements { print(device.line) }
            if let next = page.next { print("more: --after \(next)") }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows a device and its certificates.")

        @Argument(help: "The device's id.")
        var id: String
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            let registry = try folder.registry()
            guard let parsed = DeviceID(id) else {
                throw OperatorError(
                    attempted: "show the device \(id)",
                    reason: "that is no device id",
                    remedy: "use \(DeviceID.rule); 'cordon devices list' lists them"
                )
            }
            guard let device = try await registry.device(parsed), device.isRegistered else {
                throw OperatorError(
                    attempted: "show the device \(id)",
                    reason: "it is not recorded",
                    remedy: "add it with 'cordon devices add \(id)', or list them with 'cordon devices list'"
                )
            }
            print(device.line)
            for certificate in try await registry.certificates(of: parsed) {
                print("  \(certificate.serial)  \(certificate.status.text)  until \(certificate.notAfter.rfc3339)")
            }
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Imports devices from CSV or JSON: all of them, or none.",
            discussion: """
                Columns and keys: id, site, model, groups, tags, protected, gateway. Lists in CSV are parted by ';'. A \
                column that is not there changes nothing; groups and tags that are there are all that the device has. \
                Where that takes one away, or a gateway or a protection, nothing is recorded, unless --replace says \
                that it is meant.
                """
        )

        @Argument(help: "A file that ends in .csv or .json.")
        var file: String
        @Flag(help: "Takes away what the file does not leave: groups, tags, gateways, protections. A tag may protect.")
        var replace = false
        @OptionGroup var folder: FolderOptions

        func run() async throws {
            guard let data = FileManager.default.contents(atPath: file) else {
                throw OperatorError(
                    attempted: "import \(file)",
                    reason: "there is no such file, or it cannot be read",
                    remedy: "check the path"
                )
            }
            let format: DeviceList.Format = file.hasSuffix(".json") ? .json : .csv
            let recorded = try await folder.registry().importDevices([UInt8](data), as: format, replacing: replace)
            print(recorded.counts)
            for line in recorded.losses.lines { print(Terminal.safe("  \(line)")) }
            await ChangeNote(recorded, from: file, data)?.write(in: folder)
        }
    }
}

extension Device {
    fileprivate var line: String {
        let parts = [
            Terminal.padded(id.description, 20), Terminal.padded(site, 12), Terminal.padded(model, 12),
            "groups: \(groups.joined(separator: ", "))", "tags: \(tags.joined(separator: ", "))",
        ]
        let through = gateway.map { ["through: \($0)"] } ?? []
        let children = children > 0 ? ["gateway of \(children)"] : []
        let protection = isProtected ? ["PROTECTED"] : []
        return Terminal.safe((parts + through + children + protection).joined(separator: "  "))
    }
}
