import Domain
import Foundation
import Registries
import Testing

@Suite struct DeviceListTests {
    @Test func `a list in CSV is taken apart as RFC 4180 says`() throws {
        let list = try Self.csv(
            #"""
            id,site,model,groups,tags,protected\#r
            pump-1,"Hall 3, north","Model ""X""",pumps;north,,true\#r
            "pump-2",,"one line",,,false

            pump-3,,,,,
            """#
        )
        #expect(
            list.drafts == [
                DeviceDraft(
                    id: .pump,
                    site: "Hall 3, north",
                    model: "Model \"X\"",
                    groups: ["pumps", "north"],
                    tags: [],
                    isProtected: true
                ),
                DeviceDraft(id: Self.id(2), site: "", model: "one line", groups: [], tags: [], isProtected: false),
                DeviceDraft(id: Self.id(3), site: "", model: "", groups: [], tags: [], isProtected: nil),
            ]
        )
    }

    /// A review: such a mark joined the separator, and the two names were one.
    @Test func `a name that begins with a mark is one of its own`() throws {
        let list = try Self.csv("id,groups\npump-1,pumps;\u{301}north\n")
        #expect(list.drafts == [DeviceDraft(id: .pump, groups: ["pumps", "\u{301}north"])])
    }

    @Test func `columns come in any order, and what is not there is not touched`() throws {
        let list = try Self.csv("\u{FEFF}site,id\nHall 3,pump-1\n")
        #expect(list.drafts == [DeviceDraft(id: .pump, site: "Hall 3")])
    }

    @Test func `every problem of a list in CSV is reported at once, with its line`() throws {
        let problems = try Self.problems(
            """
            id,site,protected
            pump-1,Hall 3,true
            pump 2,Hall 3,yes
            ,Hall 3,true
            pump-1,"Hall
            3",true
            pump-4,Hall 3
            pump-5,a"b,true
            pump-6,"a"b,true
            pump-7,"open,true
            """,
            as: .csv
        )
        #expect(
            problems.map { "\($0.place): \($0.message)" } == [
                "line 8: a '\"' stands within a field that has no quotes",
                "line 9: text follows the '\"' that closes a field",
                "line 10: a quoted field is never closed",
                "line 3: 'protected' is \"yes\"",
                "line 3: the id \"pump 2\" is not 1 to 128 of A-Z a-z 0-9 : _ . -",
                "line 4: it has no 'id'",
                "line 5: 'site' holds \"Hall\\n3\", which is not 1 to 128 bytes of printable text without ';' and "
                    + "without spaces at its ends",
                "line 5: the device pump-1 is there already, at line 2",
                "line 7: it has 2 fields, and the header 3",
                "line 10: it has 2 fields, and the header 3",
            ]
        )
    }

    @Test(arguments: [
        ("", "the list is empty"), ("site\nHall", "names no column 'id'"),
        ("id,colour\n", "no column is called \"colour\""),
        ("id,id\n", "the column 'id' is there twice"),
    ])
    func `a header that cannot be used is refused`(_ text: String, _ message: String) throws {
        #expect(try Self.problems(text, as: .csv).contains { $0.message.contains(message) })
    }

    @Test func `bytes that are no text are refused`() throws {
        #expect(throws: ImportRefused.self) { try DeviceList([0x69, 0x64, 0x0A, 0xFF], as: .csv) }
    }

    @Test func `a list in JSON says the same`() throws {
        let text = """
            [{"id": "pump-1", "site": "Hall 3", "groups": ["pumps"], "protected": true}, {"id": "pump-2", "tags": []}]
            """
        let list = try DeviceList(Array(text.utf8), as: .json)
        #expect(
            list.drafts == [
                DeviceDraft(id: .pump, site: "Hall 3", groups: ["pumps"], isProtected: true),
                DeviceDraft(id: Self.id(2), tags: []),
            ]
        )
    }

    @Test func `every problem of a list in JSON is reported at once, with its record`() throws {
        let problems = try Self.problems(
            """
            [{"id": "pump-1"}, {"site": "x"}, {"id": 7}, {"id": "pump-4", "groups": "a;b", "protected": "true"},
             {"id": "pump-1", "colour": "red"}, {"id": "pump-6", "tags": ["a;b"]}]
            """,
            as: .json
        )
        #expect(
            problems.map { "\($0.place): \($0.message)".prefix(50) } == [
                "record 2: it has no 'id'", "record 3: 'id' is no text", "record 3: it has no 'id'",
                "record 4: 'groups' is no list of texts", "record 4: 'protected' is neither true nor false",
                "record 5: no field is called \"colour\"", "record 5: the device pump-1 is there already, at r",
                "record 6: 'tags' holds \"a;b\", which is not 1 to 12",
            ]
        )
        for text in ["", "{", "{\"id\": \"a\"}", "[1]", "[{\"id\": \"a\"}"] {
            #expect(throws: ImportRefused.self) { try DeviceList(Array(text.utf8), as: .json) }
        }
    }

    @Test func `a thousand problems are a hundred, and a number`() throws {
        let text = "id\n" + String(repeating: "not an id\n", count: 1_000)
        let refused = try #require(throws: ImportRefused.self) { try Self.csv(text) }
        #expect(refused.description.hasSuffix("\n  and 900 more"))
    }

    @Test func `a list with a problem records nothing`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        await #expect(throws: ImportRefused.self) {
            _ = try await registry.importDevices(Array("id\npump-1\nno id\n".utf8), as: .csv)
        }
        #expect(try await registry.deviceCount() == 0)
    }

    @Test func `importing again updates what is named, and leaves the rest`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        let text = "id,site,tags,protected\npump-1,Hall 3,a;b,true\npump-2,Hall 3,,false\n"
        let added = try await registry.importDevices(Array(text.utf8), as: .csv)
        #expect((added.added, added.updated, added.unchanged) == (2, 0, 0))
        let again = try await registry.importDevices(Array("id,site\npump-1,Hall 4\npump-2,Hall 3\n".utf8), as: .csv)
        #expect((again.added, again.updated, again.unchanged) == (0, 1, 1))
        let pump = Device(id: .pump, site: "Hall 4", tags: ["a", "b"], isProtected: true, peers: 0)
        #expect(try await registry.device(.pump) == pump)
        #expect(try await registry.device(.valve) == nil)
    }

    @Test func `devices are looked up together as one by one`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        _ = try await registry.importDevices(Array("id,site\npump-1,Hall 3\n".utf8), as: .csv)
        let answers = await registry.devices([.pump, .valve, .pump])
        let pump = try #require(try await registry.device(.pump))
        #expect(pump.site == "Hall 3")
        #expect(answers == [.pump: .success(pump), .valve: .success(nil)])
    }

    @Test func `a device that is recorded is found while somebody else writes`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let (registry, other) = (try place.registry(), try place.registry())
        _ = try await registry.importDevices(Array("id,site\npump-1,Hall 3\n".utf8), as: .csv)
        let pump = try #require(try await registry.device(.pump))
        try await withThrowingTaskGroup(of: Void.self) { group in
            // Each is a transaction, and locks the file.
            group.addTask {
                for number in 1...50 {
                    _ = try await other.importDevices(Array("id,site\nvalve-\(number),Hall 4\n".utf8), as: .csv)
                }
            }
            for _ in 1...500 { #expect(await registry.devices([.pump]) == [.pump: .success(pump)]) }
            for _ in 1...20 { _ = try place.registry() }
            try await group.waitForAll()
        }
    }

    @Test func `the registry says how many go through a device, and how many could stand in for it`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        let text = """
            id,site,model,gateway
            pump-1,hall,p9,
            pump-2,hall,p9,pump-1
            pump-3,hall,,pump-1
            pump-4,,p9,
            """
        _ = try await registry.importDevices(Array(text.utf8), as: .csv)
        let first = try #require(try await registry.device(.pump))
        #expect(first.children == 2 && first.peers == 1, "another p9 stands there")
        let third = try #require(try await registry.device(Self.id(3)))
        #expect(third.gateway == .pump && third.children == 0 && third.peers == 2, "any may stand in for it")
        #expect(try await registry.device(Self.id(4))?.peers == nil, "nobody knows where it stands")
        let refused = try #require(throws: ImportRefused.self) {
            try Self.csv("id,gateway\npump-1,pump-1\npump-2,no id\n")
        }
        #expect(refused.description.contains("which is the device itself"))
    }

    /// A reading found it: to the guard it was the gateway of nobody, and was cut off with all that were behind it.
    @Test func `a gateway that is not recorded itself is told with those that go through it`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        let list = "id,gateway\npump-1,gw-1\npump-2,gw-1\n"
        _ = try await registry.importDevices(Array(list.utf8), as: .csv)
        let id = DeviceID(literal: "gw-1")
        let gateway = Device(id: id, isRegistered: false, children: 2)
        #expect(try await registry.device(id) == gateway)
        #expect(await registry.devices([id, .valve]) == [id: .success(gateway), .valve: .success(nil)])
        let many = await registry.devices((1...100).map(Self.id) + [id])
        #expect(many[id] == .success(gateway), "also where they are looked up in a transaction")

        #expect(try await registry.deviceCount() == 2)
        let refused = await #expect(throws: ActionFailure.self) { _ = try await registry.deactivate(id) }
        #expect(refused?.error.reason == "the device is not recorded")
        await #expect(throws: OperatorError.self) {
            _ = try await registry.issueCertificate(to: .device(id), into: place.folder)
        }
    }

    @Test func `ten thousand devices are listed page by page, and found by what they are`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        _ = try await registry.importDevices(Self.fleet(of: 10_000), as: .csv)
        var found: [DeviceID] = []
        var last: String?
        repeat {
            let page = try await registry.devices(after: last, limit: 999)
            found += page.elements.map(\.id)
            last = page.next
        } while last != nil
        #expect(found.count == 10_000 && found == found.sorted() && Set(found).count == 10_000)
        #expect(try await registry.devices(DeviceFilter(group: "g3"), limit: 1_000).elements.count == 1_000)
        #expect(try await registry.devices(DeviceFilter(group: "g")).elements.isEmpty, "part of a name is no name")
        #expect(try await registry.devices(DeviceFilter(site: "S7", tag: "t7"), limit: 1_000).elements.count == 100)
        #expect(try await registry.devices(DeviceFilter(isProtected: true)).elements.map(\.id.description) == ["d0"])
    }

    @Test func `a hundred thousand devices are imported`() async throws {
        let place = try Workplace()
        defer { place.remove() }
        let registry = try place.registry()
        let bytes = Self.fleet(of: 100_000)
        let recorded = try await registry.importDevices(bytes, as: .csv)
        #expect(recorded.added == 100_000)
        #expect(try await registry.deviceCount() == 100_000)
    }

    private static func fleet(of count: Int) -> [UInt8] {
        let lines = (0..<count).map { "d\($0),S\($0 % 100),M,g\($0 % 10);all,t\($0 % 100),\($0 == 0)" }
        return Array(("id,site,model,groups,tags,protected\n" + lines.joined(separator: "\n")).utf8)
    }

    private static func csv(_ text: String) throws -> DeviceList { try DeviceList(Array(text.utf8), as: .csv) }

    private static func problems(_ text: String, as format: DeviceList.Format) throws -> [ImportProblem] {
        let refused = try #require(throws: ImportRefused.self) { try DeviceList(Array(text.utf8), as: format) }
        guard case .list(let problems, _) = refused else { return [] }
        return problems
    }

    private static func id(_ number: Int) -> DeviceID { DeviceID(literal: "pump-\(number)") }
}
