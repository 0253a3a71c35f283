import Domain
import Foundation
import Ports
import Registries
import Testing

@Suite struct BuiltInRegistryTests {
    @Test func `doing it again changes nothing, and writes no new list`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        let first = try await registry.deactivate(.pump)
        let list = try place.bytes(place.crl)
        place.clock.advance(by: .seconds(60))
        #expect(try await registry.deactivate(.pump) == first)
        #expect(try place.bytes(place.crl) == list)
        #expect(first.map(\.status) == [.inactive])
        let active = try await registry.reactivate(.pump)
        #expect(try await registry.reactivate(.pump) == active)
        #expect(active.map(\.status) == [.active])
        let revoked = try await registry.revoke(.pump, reason: .keyCompromise)
        #expect(try await registry.revoke(.pump, reason: .superseded) == revoked)
        #expect(try place.list().entries.values.map(\.reason) == [.revoked(.keyCompromise)])
        #expect(try await registry.deactivate(.pump) == [])
    }

    @Test func `every certificate of the device is held, and none of another`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump, .valve)
        let second = place.folder + "/second"
        try FileManager.default.createDirectory(atPath: second, withIntermediateDirectories: true)
        _ = try await registry.issueCertificate(to: .device(.pump), into: second)
        let third = place.folder + "/third"
        try FileManager.default.createDirectory(atPath: third, withIntermediateDirectories: true)
        let client = try await registry.issueCertificate(to: .client(name: "pump-1"), into: third)
        let held = try await registry.deactivate(.pump)
        #expect(held.count == 2)
        #expect(try place.list().entries.keys.map(\.description).sorted() == held.map(\.serial).sorted())
        #expect(try place.list().entries[client.serial] == nil, "a client of the same name is no device")
        #expect(try await registry.certificates(of: .valve).map(\.status) == [.active])
    }

    @Test func `a device that is not recorded, or has no certificate, is a permanent failure with a way out`()
        async throws
    {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        let unknown = await #expect(throws: ActionFailure.self) { _ = try await registry.deactivate(.pump) }
        #expect(
            unknown
                == .permanent(
                    OperatorError(
                        attempted: "deactivate the certificates of pump-1",
                        reason: "the device is not recorded",
                        remedy: "add it with 'cordon devices add pump-1'"
                    )
                )
        )
        _ = try await registry.record(DeviceDraft(id: .pump))
        let bare = await #expect(throws: ActionFailure.self) {
            _ = try await registry.revoke(.pump, reason: .unspecified)
        }
        guard case .permanent(let error)? = bare else {
            Issue.record("\(String(describing: bare))")
            return
        }
        #expect(error.reason == "it has no certificate")
    }

    @Test func `a list that cannot be written leaves the outcome unknown, and the next try completes it`() async throws
    {
        let place = try Workplace()
        defer { place.remove() }
        let elsewhere = place.folder + "/mount/broker.crl"
        let configured = try await place.stockedRegistry(with: .pump, brokers: [place.deafBroker()])
        let registry = try place.registry(crlFiles: [place.crl, elsewhere])
        let failure = await #expect(throws: ActionFailure.self) { _ = try await registry.deactivate(.pump) }
        guard case .unknownOutcome(let error, _)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(error.reason.contains("No such file or directory"))
        #expect(try place.list().entries.isEmpty, "no file is replaced before every one is staged")
        try FileManager.default.createDirectory(atPath: place.folder + "/mount", withIntermediateDirectories: true)
        #expect(try await registry.deactivate(.pump).map(\.status) == [.inactive])
        #expect(try place.list().entries.count == 1)
        #expect(try place.list(elsewhere) == place.list())
        #expect(try await configured.refusal(of: .pump).isRefused)
    }

    @Test func `what another process has recorded and not written is written by the next try`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump, brokers: [place.deafBroker()])
        let before = try place.bytes(place.crl)
        _ = try await registry.deactivate(.pump)
        // As if the process had died between its commit and the file.
        try Data(before).write(to: URL(filePath: place.crl))
        #expect(try await !registry.refusal(of: .pump).isRefused)
        #expect(try await place.registry().deactivate(.pump).map(\.status) == [.inactive])
        #expect(try await registry.refusal(of: .pump).isRefused)
    }

    @Test func `numbers grow without a gap or a repetition when several registries write at once`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let first = try await place.stockedRegistry(with: .pump, .valve)
        let second = try place.registry()
        try await withThrowingTaskGroup { group in
            for (registry, id) in [(first, DeviceID.pump), (second, .valve)] {
                group.addTask {
                    for _ in 0..<10 {
                        _ = try await registry.deactivate(id)
                        _ = try await registry.reactivate(id)
                    }
                    _ = try await registry.deactivate(id)
                }
            }
            try await group.waitForAll()
        }
        #expect(try place.list().number == SerialNumber(1 + 42))
        #expect(try place.list().entries.count == 2)
        try await place.registry().writeCRL()
        #expect(try place.list().number == SerialNumber(44))
        #expect(try place.verification(of: "pump-1").output.contains("certificate revoked"))
    }

    @Test func `a process that holds the lock is waited for`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        let holder = Process()
        let (input, output) = (Pipe(), Pipe())
        holder.executableURL = URL(filePath: "/usr/bin/env")
        holder.arguments = [
            "flock", place.folder + "/registry.db.lock", "sh", "-c", "echo held; cat; rm \"$0\"", place.crl,
        ]
        holder.standardInput = input
        holder.standardOutput = output
        try holder.start()
        #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
        async let held = registry.deactivate(.pump)
        try input.fileHandleForWriting.close()
        #expect(try await held.map(\.status) == [.inactive])
        holder.waitUntilExit()
        #expect(try place.list().entries.count == 1, "it was written after the holder had removed the old one")
    }

    @Test func `a registry opens anew with all that was recorded`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        _ = try await registry.deactivate(.pump)
        #expect(try await place.registry().certificates(of: .pump) == registry.certificates(of: .pump))
    }

    @Test func `a file of a newer cordon is not touched`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        _ = try place.registry()
        let database = place.folder + "/registry.db"
        let insert = "INSERT INTO grdb_migrations VALUES ('9 from the future')"
        let script = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()"
        #expect(try run("python3", ["-c", script, database, insert]).status == 0)
        let error = try #require(throws: OperatorError.self) { _ = try place.registry() }
        #expect(error.reason == "a newer cordon has written it")
    }

    @Test func `a file that is no database is reported, not replaced`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let text = Data(String(repeating: "no database ", count: 100).utf8)
        try text.write(to: URL(filePath: place.folder + "/registry.db"))
        let error = try #require(throws: OperatorError.self) { _ = try place.registry() }
        #expect(error.remedy == "restore the registry's file from a backup")
        #expect(try place.bytes(place.folder + "/registry.db") == Array(text))
    }

    @Test func `one certificate is revoked by its serial number, whoever's it is`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump)
        let engine = try await registry.issueCertificate(to: .client(name: "cordon"), into: place.folder)
        let record = try await registry.revoke(engine.serial, reason: .superseded)
        #expect(record.status == .revoked && record.reason == .superseded && record.kind == "client")
        #expect(try place.verification(of: "cordon").output.contains("certificate revoked"))
        #expect(try place.verification(of: "pump-1").status == 0)
        let failure = await #expect(throws: ActionFailure.self) {
            _ = try await registry.revoke(SerialNumber(1), reason: .superseded)
        }
        #expect(failure?.error.remedy == "look it up with 'cordon certs list'")
    }

    @Test func `certificates are listed page by page, the newest first`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try await place.stockedRegistry(with: .pump, .valve, DeviceID(literal: "lamp"))
        _ = try await registry.deactivate(.valve)
        let first = try await registry.certificates(limit: 2)
        #expect(first.elements.map(\.name) == ["lamp", "valve-1"])
        let second = try await registry.certificates(after: first.next, limit: 2)
        #expect(second.elements.map(\.name) == ["pump-1"] && second.next == nil)
        #expect(try await registry.certificates(.inactive).elements.map(\.name) == ["valve-1"])
    }

    @Test func `a registry is configured by its kind, and names what is wrong`() throws {
        let place = try Workplace()
        defer { place.remove() }
        let kind = try #require(BuiltInRegistries.named("built-in"))
        var values = [
            "database": place.folder + "/registry.db", "ca_certificate": place.files.certificate,
            "ca_key": place.files.key, "crl_files": "\(place.crl), \(place.crl)2",
        ]
        _ = try kind.open(RegistrySettings(values, for: kind), place.surroundings, mayCreate: true)
        values["crl_day"] = "3"
        #expect(throws: OperatorError.self) { try RegistrySettings(values, for: kind) }
        values["crl_day"] = nil
        values["crl_days"] = "soon"
        #expect(throws: OperatorError.self) { try RegistrySettings(values, for: kind) }
        values["crl_days"] = "3"
        values["database"] = nil
        let missing = try #require(throws: OperatorError.self) { try RegistrySettings(values, for: kind) }
        #expect(missing.reason == "the setting 'database' is missing")
    }
}
