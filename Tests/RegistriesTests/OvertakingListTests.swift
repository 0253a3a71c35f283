import Domain
import Foundation
import Ports
import Registries
import Testing

/// A clock that was ahead when CRLs were made, and was set back: a broker keeps what it has read, and heeds the list with
/// the latest date that is not in the future.
@Suite struct OvertakingListTests {
    private static let ahead: Duration = .seconds(7_200)

    /// A reading found it: lists that were made after the clock was set back were dated earlier than the one from the
    /// future, and once its time had come, it let in again whom they named.
    @Test func `a list from the future is overtaken as soon as its time has come`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        var lists = [try place.bytes(place.crl)]
        place.clock.advance(by: Self.ahead)
        try await registry.refreshCRL()
        lists.append(try place.bytes(place.crl))
        let future = try place.list().thisUpdate

        place.clock.advance(by: .zero - Self.ahead)
        _ = try await registry.deactivate(.pump)
        lists.append(try place.bytes(place.crl))
        #expect(try place.list().thisUpdate <= place.clock.now)
        #expect(try verification(of: "pump-1", in: place, by: lists).output.contains("certificate revoked"))
        let overtaking = try #require(try await registry.overtakingList())
        #expect(overtaking.thisUpdate == future)

        place.clock.advance(by: overtaking.renewableFrom - place.clock.now)
        #expect(try verification(of: "pump-1", in: place, by: lists).status == 0, "the list from the future is heeded")
        try await registry.refreshCRL()
        lists.append(try place.bytes(place.crl))
        #expect(try place.list().thisUpdate == overtaking.renewableFrom)
        #expect(try verification(of: "pump-1", in: place, by: lists).output.contains("certificate revoked"))
        #expect(try await registry.overtakingList() == nil)
    }

    /// A reading found it: such a device was called contained.
    @Test func `a broker that may hold a list from the future proves nothing until it is started anew`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let old = try place.deafBroker()
        let registry = try await place.stockedRegistry(with: .pump, brokers: [old])
        place.clock.advance(by: Self.ahead)
        try await registry.refreshCRL()
        place.clock.advance(by: .zero - Self.ahead)
        _ = try await registry.deactivate(.pump)
        let refusal = try await registry.refusal(of: .pump)
        #expect(!refusal.isRefused)
        let advice = "by the broker of \(old.pidFile): restart the broker"
        #expect(refusal.evidence.contains { $0.contains(advice) }, "\(refusal.evidence)")

        let young = try YoungBroker(in: place)
        defer { young.end() }
        let restarted = try place.registry(brokers: [young.broker])
        #expect(try await restarted.refusal(of: .pump).isRefused)
        #expect(try await restarted.overtakingList()?.holders == [])

        place.clock.advance(by: .seconds(3_601))
        #expect(try await !registry.refusal(of: .pump).isRefused, "its time has come, and no later one is there")
        try await registry.refreshCRL()
        #expect(try await registry.refusal(of: .pump).isRefused)
    }

    @Test func `a list that is from the future itself proves nothing, and is replaced by the next attempt`()
        async throws
    {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump, brokers: [place.deafBroker()])
        place.clock.advance(by: Self.ahead)
        _ = try await registry.deactivate(.pump)
        #expect(try await registry.refusal(of: .pump).isRefused)
        place.clock.advance(by: .zero - Self.ahead)
        #expect(try await !registry.refusal(of: .pump).isRefused)
        _ = try await registry.deactivate(.pump)
        #expect(try place.list().thisUpdate <= place.clock.now)
        #expect(try place.verification(of: "pump-1").output.contains("certificate revoked"))
    }

    /// What a receiver that has read all these lists says of a certificate at the workplace's time.
    private func verification(of name: String, in place: Workplace, by lists: [[UInt8]]) throws -> CommandOutcome {
        let path = place.folder + "/all.pem"
        try Data(lists.flatMap(\.self)).write(to: URL(filePath: path))
        let second = "\(place.clock.now.millisecondsSinceEpoch / 1_000)"
        let arguments = [
            "verify", "-crl_check", "-attime", second, "-CAfile", place.files.certificate, "-CRLfile", path,
        ]
        return try run("openssl", arguments + ["\(place.folder)/\(name).crt"])
    }
}

/// A process of its own that minds no SIGHUP, in the place of a broker that was started just now.
private final class YoungBroker {
    let broker: BrokerProcess
    private let process = Process()
    private let input = Pipe()

    init(in place: Workplace) throws {
        let pidFile = place.folder + "/young.pid"
        broker = BrokerProcess(pidFile: pidFile, name: "sh")
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "trap '' HUP; echo $$ > '\(pidFile)'; echo ready; read line"]
        process.standardInput = input
        process.standardOutput = output
        try process.start()
        // It says so once it is deaf, and its file is there.
        _ = output.fileHandleForReading.availableData
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
    }
}
