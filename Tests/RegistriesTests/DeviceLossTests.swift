import Domain
import Foundation
import Registries
import Testing

/// A reading found it: to give a device one more tag took away the tag that protected it.
@Suite struct DeviceLossTests {
    private static let stocked = "id,groups,tags,protected\npump-1,north;pumps,life-safety;hall,true\nvalve-1,,gate,\n"

    private static func importing(
        _ text: String,
        into registry: BuiltInRegistry,
        replacing: Bool = false
    ) async throws -> RecordedDevices {
        try await registry.importDevices(Array(text.utf8), as: .csv, replacing: replacing)
    }

    @Test func `tags and groups that are named join those that a device has`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        _ = try await Self.importing(Self.stocked, into: registry)
        let recorded = try await registry.record(DeviceDraft(id: .pump, groups: ["south"], tags: ["hall", "wet"]))
        #expect(recorded.updated == 1 && recorded.losses.lines.isEmpty)
        let pump = try #require(try await registry.device(.pump))
        #expect(pump.tags == ["life-safety", "hall", "wet"] && pump.groups == ["north", "pumps", "south"])
        let again = try await registry.record(DeviceDraft(id: .pump, tags: ["wet"]))
        #expect(again.unchanged == 1)
    }

    @Test func `those that are named replace the others where that is meant, and what is lost is told`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        _ = try await Self.importing(Self.stocked, into: registry)
        let recorded = try await registry.record(DeviceDraft(id: .pump, tags: ["wet", "hall"]), replacing: true)
        #expect(recorded.losses.lines == ["pump-1: no longer tagged: life-safety"])
        let pump = try #require(try await registry.device(.pump))
        #expect(pump.tags == ["wet", "hall"] && pump.groups == ["north", "pumps"] && pump.isProtected)
    }

    @Test func `together with those that a device has, tags may be too many`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        let most = (1...RegistryLimits.labelsMax).map { "t\($0)" }
        _ = try await registry.record(DeviceDraft(id: .pump, tags: most))
        let error = await #expect(throws: OperatorError.self) {
            _ = try await registry.record(DeviceDraft(id: .pump, tags: ["more"]))
        }
        #expect(error?.reason == "with what it has, 'tags' holds more than \(RegistryLimits.labelsMax) names")
        #expect(try await registry.device(.pump)?.tags == most)
    }

    @Test func `an import that takes something away records nothing, and says what it would take`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        _ = try await Self.importing(Self.stocked, into: registry)
        let list = "id,groups,tags,protected\nlamp-1,,,\npump-1,pumps,,false\nvalve-1,,gate;wet,\n"
        let refused = await #expect(throws: ImportRefused.self) { _ = try await Self.importing(list, into: registry) }
        let told = refused?.description ?? ""
        let lost = "pump-1: no longer tagged: life-safety, hall; no longer in the groups: north; no longer protected"
        #expect(told.contains("nothing was recorded\n  \(lost)\n") && told.contains("'--replace'"), "\(told)")
        #expect(try await registry.deviceCount() == 2)
        #expect(try await registry.device(.valve)?.tags == ["gate"])

        let recorded = try await Self.importing(list, into: registry, replacing: true)
        #expect((recorded.added, recorded.updated, recorded.unchanged) == (1, 2, 0))
        #expect(recorded.losses.lines == [lost])
        #expect(try await registry.device(.pump) == Device(id: .pump, groups: ["pumps"]))
    }

    /// A reading found it: an import whose column 'gateway' was empty made every gateway one of nobody, in silence.
    @Test func `an import that takes gateways away records nothing, and says which`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        _ = try await Self.importing("id,gateway\npump-1,gw-1\nvalve-1,gw-1\nlamp-1,\n", into: registry)
        let list = "id,gateway\npump-1,\nvalve-1,gw-2\nlamp-1,\n"
        let refused = await #expect(throws: ImportRefused.self) { _ = try await Self.importing(list, into: registry) }
        let told = refused?.description ?? ""
        let lost = "pump-1: no longer behind the gateway: gw-1"
        #expect(told.contains("nothing was recorded\n  \(lost)\n"), "\(told)")
        let gateway = DeviceID(literal: "gw-1")
        #expect(try await registry.device(gateway)?.children == 2)
        await #expect(throws: OperatorError.self) {
            _ = try await registry.record(DeviceDraft(id: .pump, gateway: ""))
        }

        let recorded = try await Self.importing(list, into: registry, replacing: true)
        #expect(recorded.losses.lines == [lost])
        #expect(try await registry.device(gateway) == nil)
        #expect(try await registry.device(.valve)?.gateway == DeviceID(literal: "gw-2"))
    }

    @Test func `two spellings of one letter are two tags`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        _ = try await registry.record(DeviceDraft(id: .pump, tags: ["caf\u{E9}"]))
        await #expect(throws: ImportRefused.self) {
            _ = try await Self.importing("id,tags\npump-1,cafe\u{301}\n", into: registry)
        }
    }

    @Test func `of a thousand devices that lose something, some are named and the others counted`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        func fleet(_ tag: String) -> String {
            "id,tags\n" + (1...1_000).map { "d\($0),\(tag)\n" }.joined()
        }
        _ = try await Self.importing(fleet("gate"), into: registry)
        let recorded = try await Self.importing(fleet(""), into: registry, replacing: true)
        let lines = recorded.losses.lines
        #expect(recorded.updated == 1_000 && lines.count == RegistryLimits.lossesNamedMax + 1)
        #expect(lines.first == "d1: no longer tagged: gate")
        #expect(lines.last == "and \(1_000 - RegistryLimits.lossesNamedMax) more")
    }
}
