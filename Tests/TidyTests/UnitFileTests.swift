import Testing

/// The units of systemd that an operator installs.
@Suite struct UnitFileTests {
    private static let units = Repository.files.filter {
        $0.folder == "examples/systemd" && $0.path.hasSuffix(".service")
    }

    /// What a section sets, a line each.
    static func settings(of section: String, in text: String) -> [String] {
        let lines = text.split(separator: "\n").map(String.init)
        return lines.drop { $0 != "[\(section)]" }.dropFirst().prefix { !$0.hasPrefix("[") }
            .filter { !$0.hasPrefix("#") }
    }

    /// A reading found that systemd gave up after five starts in a minute: what ends the engine is set aside after three, and
    /// two of these were too many.
    @Test func `each is started again, however often it has ended`() {
        #expect(Self.units.count == 3)
        for unit in Self.units {
            let limits = Self.settings(of: "Unit", in: unit.text).filter { $0.hasPrefix("StartLimit") }
            #expect(limits == ["StartLimitIntervalSec=0"], "\(unit.path)")
            let service = Self.settings(of: "Service", in: unit.text)
            #expect(service.contains("Restart=always"), "\(unit.path)")
            #expect(service.contains { $0.hasPrefix("RestartSec=") }, "\(unit.path)")
        }
    }

    @Test func `sections are understood`() {
        let text = "# x\n\n[Unit]\nA=1\n# B=2\n\n[Service]\nC=3\n"
        #expect(Self.settings(of: "Unit", in: text) == ["A=1"])
        #expect(Self.settings(of: "Service", in: text) == ["C=3"])
        #expect(Self.settings(of: "Install", in: text) == [])
    }
}
