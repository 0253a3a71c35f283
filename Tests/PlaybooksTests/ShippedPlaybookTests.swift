import CEL
import Domain
import Playbooks
import Testing

@Suite struct ShippedPlaybookTests {
    private func playbook(_ name: String) throws -> Playbook {
        try Compiling.playbook(try ShippedPlaybooks.text("\(name).yaml"))
    }

    @Test(arguments: ShippedPlaybooks.files)
    func `a shipped playbook compiles without an error or a warning`(_ file: String) throws {
        #expect(Compiling.findings(try ShippedPlaybooks.text(file)) == [])
        #expect(try Compiling.playbook(try ShippedPlaybooks.text(file)).name + ".yaml" == file)
    }

    @Test func `there are four of them`() {
        #expect(
            ShippedPlaybooks.files == [
                "botnet-connection-storm.yaml", "contain-exfiltration.yaml", "restore-device.yaml",
                "stolen-certificate.yaml",
            ]
        )
    }

    private func starts(_ name: String, metric: String, value: Value, state: Event.State = .inAlarm) throws -> Bool {
        let playbook = try playbook(name)
        let facts = try Sample.facts()
        let event = Event(
            key: facts.event.key,
            type: "violation",
            time: Sample.now,
            device: facts.device.id,
            state: state,
            metric: metric,
            value: value
        )
        let condition = try #require(playbook.trigger.condition)
        return try condition.isTrue(playbook.scope.bindings(Facts(event: event, device: facts.device, now: Sample.now)))
    }

    @Test func `exfiltration is much data, in alarm`() throws {
        #expect(try starts("contain-exfiltration", metric: "aws:message-byte-size", value: 200_000))
        #expect(try !starts("contain-exfiltration", metric: "aws:message-byte-size", value: 26))
        #expect(try starts("contain-exfiltration", metric: "aws:all-bytes-out", value: 9e7))
        #expect(try !starts("contain-exfiltration", metric: "aws:all-bytes-in", value: 9e7))
        #expect(try !starts("contain-exfiltration", metric: "aws:all-bytes-out", value: 9e7, state: .cleared))
    }

    @Test func `a connection storm is many attempts`() throws {
        #expect(try starts("botnet-connection-storm", metric: "aws:num-connection-attempts", value: 500))
        #expect(try !starts("botnet-connection-storm", metric: "aws:num-connection-attempts", value: 5))
        #expect(try starts("botnet-connection-storm", metric: "aws:num-authorization-failures", value: 21))
    }

    @Test func `a stolen certificate is an address that is not the device's own, or two at once`() throws {
        #expect(try starts("stolen-certificate", metric: "aws:source-ip-address", value: "203.0.113.9"))
        #expect(try starts("stolen-certificate", metric: "aws:source-ip-address", value: ["203.0.113.9"]))
        #expect(try !starts("stolen-certificate", metric: "aws:source-ip-address", value: []))
        #expect(try starts("stolen-certificate", metric: "source-addresses", value: ["192.0.2.1", "203.0.113.9"]))
        #expect(try !starts("stolen-certificate", metric: "source-addresses", value: ["192.0.2.1", "192.0.2.1"]))
    }

    @Test func `the order of containment is command, certificate, session, proof, people`() throws {
        let playbook = try playbook("contain-exfiltration")
        #expect(playbook.steps.map(\.id) == ["shutdown", "deactivate", "disconnect", "verify", "notify"])
        #expect(playbook.always.map(\.position) == [4])
    }

    @Test func `only people let a device back in`() throws {
        #expect(try playbook("restore-device").trigger.isManual)
    }
}
