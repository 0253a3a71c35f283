import Foundation
import Testbed
import Testing

/// A plant set up for one test: set, played on, verified, and taken down whatever happens.
enum Scenario {
    /// The programs that a scenario needs besides the ones that are built here.
    static var isPossible: Bool {
        [MosquittoBroker.program, "/usr/bin/openssl", "/usr/bin/sqlite3"]
            .allSatisfy(FileManager.default.isExecutableFile)
    }

    /// Plays on a plant with these devices and, unless `playbook` says otherwise, the playbook that `cordon init` gives.
    ///
    /// Afterwards the audit log must verify, unless the scenario is about one that does not.
    static func play(
        _ devices: DeviceRecord...,
        playbook: String? = nil,
        isAuditSound: Bool = true,
        _ body: (Stage) async throws -> Void
    ) async throws {
        let records = devices.isEmpty ? [DeviceRecord("pump-1"), DeviceRecord("pump-2")] : devices
        let stage = try await Stage.set(records)
        do {
            if let playbook { try stage.usePlaybook(playbook) }
            try await body(stage)
            if isAuditSound {
                let result = try await stage.installation.run("audit", "verify")
                #expect(result.ending == .exited(0), "\(result.output)\(result.errors)")
            }
        } catch {
            await stage.end()
            throw error
        }
        await stage.end()
    }
}
