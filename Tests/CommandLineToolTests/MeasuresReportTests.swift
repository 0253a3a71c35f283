import CommandLineTool
import Domain
import Ports
import Response
import StoreSQLite
import TestKit
import Testing

/// What `cordon measures` shows, and what it asks the registry.
@Suite struct MeasuresReportTests {
    private static func device(_ number: Int) -> DeviceID { Sample.device("pump-\(number)") }

    private static func measure(_ number: Int) -> Change {
        .measure(Sample.measure(number, of: device(number), since: Sample.start + .seconds(number)))
    }

    private let folder = TemporaryFolder()
    private let registry = FakeRegistry((1...6).map { Device(id: Self.device($0)) })

    /// In force on five of the six devices that the registry knows.
    private func history() async throws -> SQLiteHistory {
        try await LeftBehind((1...5).map { Self.measure($0) }, in: folder).history
    }

    @Test func `the limit cuts what is asked for, and says so`() async throws {
        let history = try await history()
        let cut = try await MeasuresReport(history).text(limit: 2)
        #expect(cut.hasSuffix("\n... and 3 more: --limit 5 shows them"), "\(cut)")
        let ofOne = try await MeasuresReport(history, of: Self.device(5)).text(limit: 1)
        #expect(ofOne.contains(" pump-5 ") && !ofOne.contains("more"), "\(ofOne)")
        let list = try await MeasuresReport(history).json(limit: 4)
        #expect(list.list.hasPrefix("[{") && list.remainder == "... and 1 more: --limit 5 shows them")
    }

    @Test func `a name that is no device's is told, and is not taken for one on which nothing is in force`()
        async throws
    {
        let history = try await history()
        let registry = registry
        let known = MeasuresReport(history, of: Self.device(6)) { registry }
        #expect(try await known.text(limit: 1) == "nothing is in force on device 'pump-6'")
        let error = await #expect(throws: OperatorError.self) {
            try await MeasuresReport(history, of: Self.device(7)) { registry }.text(limit: 1)
        }
        #expect(error?.reason == "nothing is, and the registry knows no device of this name")
        await #expect(throws: OperatorError.self) {
            try await MeasuresReport(history, of: Self.device(7)) { registry }.check(against: registry)
        }
        let unasked = MeasuresReport(history, of: Self.device(7))
        #expect(try await unasked.text(limit: 1) == "nothing is in force on device 'pump-7'")
    }

    @Test func `the registry is asked about all that is in force, however little is read at once`() async throws {
        let history = try await history()
        for number in 1...4 { _ = try await registry.deactivate(Self.device(number)) }
        let report = MeasuresReport(history)
        let differs = try await report.check(against: registry, pageCount: 2)
        #expect(!differs.agrees)
        #expect(differs.text.hasPrefix("pump-5: certificate 0a1b is active, and"), "\(differs.text)")
        _ = try await registry.deactivate(Self.device(5))
        let agrees = try await report.check(against: registry, pageCount: 2)
        #expect(agrees.agrees && agrees.text == "the registry agrees with what is in force")
    }
}
