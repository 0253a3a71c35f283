import Domain
import Foundation
import Registries
import Testing

/// Whom a new list is told to. A wrong pid file must never signal a stranger.
@Suite struct BrokerProcessTests {
    @Test(arguments: ["", "mosquitto", "0", "1", "-1", "-7", "99999999999999999999", "12 34 x"])
    func `a pid file that holds no number of a process is refused`(_ text: String) async throws {
        let failure = try await failure(pidFile: text)
        #expect(failure.reason.contains("does not hold the number of a process"))
    }

    @Test func `a pid file that is missing leaves the outcome unknown, and the list written`() async throws {
        let failure = try await failure(pidFile: nil)
        #expect(failure.reason.contains("No such file or directory"))
        #expect(failure.remedy.contains("start the broker"))
    }

    @Test func `a process that is gone is reported`() async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/true")
        try process.start()
        process.waitUntilExit()
        let failure = try await failure(pidFile: "\(process.processIdentifier)\n")
        #expect(failure.reason.contains("which does not exist"))
    }

    @Test func `a process of another name is left alone`() async throws {
        let stranger = Process()
        let input = Pipe()
        stranger.executableURL = URL(filePath: "/usr/bin/cat")
        stranger.standardInput = input
        try stranger.start()
        let failure = try await failure(pidFile: "\(stranger.processIdentifier)")
        #expect(failure.reason.contains("which is 'cat' and not 'mosquitto'"))
        #expect(stranger.isRunning)
        try input.fileHandleForWriting.close()
        stranger.waitUntilExit()
        #expect(stranger.terminationReason == .exit, "no signal has ended it")
    }

    @Test func `every broker is told, also where one cannot be`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let broker = Process()
        broker.executableURL = URL(filePath: "/usr/bin/cat")
        broker.standardInput = Pipe()
        try broker.start()
        let pidFile = place.folder + "/cat.pid"
        try Data("\(broker.processIdentifier)".utf8).write(to: URL(filePath: pidFile))
        let brokers = [BrokerProcess(pidFile: "/nowhere.pid"), BrokerProcess(pidFile: pidFile, name: "cat")]
        let registry = try await place.stockedRegistry(with: .pump, brokers: brokers)
        await #expect(throws: ActionFailure.self) { _ = try await registry.deactivate(.pump) }
        broker.waitUntilExit()
        #expect(broker.terminationReason == .uncaughtSignal && broker.terminationStatus == SIGHUP)
    }

    /// What a deactivation says with this pid file; checks that the list was written all the same.
    private func failure(pidFile text: String?) async throws -> OperatorError {
        let place = try Workplace()
        defer { place.remove() }
        let pidFile = place.folder + "/mosquitto.pid"
        if let text { try Data(text.utf8).write(to: URL(filePath: pidFile)) }
        let registry = try await place.stockedRegistry(with: .pump, brokers: [BrokerProcess(pidFile: pidFile)])
        let failure = await #expect(throws: ActionFailure.self) { _ = try await registry.deactivate(.pump) }
        guard case .unknownOutcome(let error, _)? = failure else {
            throw OperatorError(attempted: "", reason: "\(String(describing: failure))", remedy: "")
        }
        #expect(try place.list().entries.count == 1)
        return error
    }
}
