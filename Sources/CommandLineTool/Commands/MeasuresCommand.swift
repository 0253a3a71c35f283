import ArgumentParser
import Domain
import Ports
import StoreSQLite

/// `cordon measures`: what is in force on devices.
struct MeasuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measures",
        abstract: "Lists what Cordon has in force on devices, the oldest first.",
        discussion: """
            Each with its owner, when it ends and what takes it back. 'doubtful': nobody knows whether it was done; it is \
            taken back all the same. 'stuck': it could not be taken back, see 'cordon holds'. 'cordon release' takes \
            measures back. --check asks the registry whether it agrees, and exits with 1 where it does not.
            """
    )

    @Option(help: "Only those of this device.")
    var device: String?
    @Option(help: "How many are listed at the most; --check looks at all.")
    var limit = 1_000
    @Flag(help: "As JSON.")
    var json = false
    @Flag(help: "Lists only where the registry says otherwise: what somebody undid, or what never held.")
    var check = false
    @OptionGroup var folder: FolderOptions

    func run() async throws {
        let report = MeasuresReport(try folder.history(), of: try device.map { try Self.id($0) }) {
            try? folder.registry()
        }
        if check { return try await compare(report) }
        let limit = max(1, min(limit, MeasuresReport.listedMax))
        guard json else { return print(try await report.text(limit: limit)) }
        let measures = try await report.json(limit: limit)
        print(measures.list)
        if let remainder = measures.remainder { PlainFile.complain("\(remainder)\n") }
    }

    private func compare(_ report: MeasuresReport) async throws {
        let answer = try await report.check(against: folder.registry())
        print(answer.text)
        if !answer.agrees { throw ExitCode(1) }
    }

    private static func id(_ name: String) throws -> DeviceID {
        guard let id = DeviceID(name) else {
            throw ValidationError("'\(name)' is no name of a device: \(DeviceID.rule)")
        }
        return id
    }
}
