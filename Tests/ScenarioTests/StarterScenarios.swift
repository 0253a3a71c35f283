import Foundation
import Testbed
import Testing

/// The broker that `cordon init` writes, and devices added to it as the documentation says.
@Suite(.serialized, .timeLimit(.minutes(2)), .enabled(if: StarterPlant.isPossible)) struct StarterScenarios {
    private static let guards = "on: {event: manual}\nguard: {limit: {devices: 5, per: 1h}}\n"

    private static let cut = """
        playbook: cut
        mode: enforce
        \(guards)steps:
        \(Playbooks.disconnect)
          - id: verify
            action: device.verify
            with: {broker: broker, registry: registry, within: 1s}

        """

    private static let bar = "playbook: bar\nmode: enforce\n\(guards)steps:\n\(Playbooks.disconnect)\n"
    private static let letIn = """
        playbook: let-in
        mode: enforce
        \(guards)steps:
          - {id: restore, action: session.restore, with: {connection: broker}}

        """

    private static let contain = """
        playbook: contain
        mode: enforce
        \(guards)steps:
        \(Playbooks.deactivate)
        \(Playbooks.disconnect)
        \(Playbooks.verify)

        """

    /// A bug taught us: the starter's role could ask the plugin, and was not allowed to hear what it answers.
    @Test func `the broker answers, and only the certificate keeps a device out that it has disconnected`() async throws
    {
        try await StarterPlant.play(device: "press-01") { plant in
            let device = plant.device
            let cut = try await plant.run(Self.cut)
            let barred = "getClient press-01: disabled true, barred from every topic true"
            #expect(cut.output.contains(barred), "\(cut.output)\(cut.errors)")
            #expect(!device.disconnections.isEmpty)
            // It is disabled, and back: Mosquitto 2.0 does not ask that of whoever shows a certificate.
            try await eventually("press-01 is back") { device.isConnected }
            #expect(cut.output.contains("STOPPED"), "\(cut.output)")
            #expect(cut.output.contains("does not tell whether it is connected"), "\(cut.output)")

            let contained = try await plant.run(Self.contain)
            #expect(contained.output.contains("CONTAINED"), "\(contained.output)\(contained.errors)")
            try await eventually("press-01 is gone") { !device.isConnected }
            #expect(!plant.broker.hasSession(of: "press-01"))
        }
    }

    /// A reading found it: an event that named the engine's own client made it bar itself, and nobody could undo that.
    @Test func `the engine does not cut itself off, whatever an event names`() async throws {
        try await StarterPlant.play(device: "press-01") { plant in
            let cut = try await plant.run(Self.cut, on: "cordon")
            #expect(cut.output.contains("the engine's own client"), "\(cut.output)\(cut.errors)")
            let contained = try await plant.run(Self.contain)
            #expect(contained.output.contains("CONTAINED"), "\(contained.output)\(contained.errors)")
        }
    }

    @Test func `a device is not called contained where somebody has loosened what bars it`() async throws {
        try await StarterPlant.play(device: "press-01") { plant in
            try await plant.control("createRole", "cordon-barred")
            try await plant.control("addRoleACL", "cordon-barred", "publishClientSend", "fleet/#", "allow")
            let run = try await plant.run(
                Self.contain.replacing(Playbooks.disconnect, with: Playbooks.impatientDisconnect)
            )
            #expect(!run.output.contains("CONTAINED"), "\(run.output)\(run.errors)")
            #expect(run.output.contains("barred from every topic false"), "\(run.output)\(run.errors)")
        }
    }

    /// A reading found it: the end of a measure enabled a client that an administrator had disabled before it.
    @Test func `a client that somebody had disabled stays so when it is let in, each time, until they enable it`()
        async throws
    {
        try await StarterPlant.play(device: "press-01") { plant in
            let barred = "getClient press-01: disabled true, barred from every topic true"
            let left =
                "getClient press-01: disabled true, barred from every topic false; "
                + "was disabled and not barred before: left so"
            try await plant.control("disableClient", "press-01")
            // As after a crash, which has each of them done twice.
            for order in [Self.bar, Self.bar, Self.letIn, Self.letIn, Self.bar, Self.letIn] {
                let run = try await plant.run(order)
                #expect(run.output.contains(order == Self.bar ? barred : left), "\(run.output)\(run.errors)")
            }
            try await plant.control("enableClient", "press-01")
            let bar = try await plant.run(Self.bar)
            #expect(bar.output.contains(barred), "\(bar.output)\(bar.errors)")
            for _ in 1...2 {
                let run = try await plant.run(Self.letIn)
                let isIn = run.output.contains("getClient press-01: disabled false, barred from every topic false")
                #expect(isIn, "\(run.output)\(run.errors)")
            }
            try await eventually("press-01 is back") { plant.broker.hasSession(of: "press-01") }
        }
    }

    @Test func `tokens are shown by the first start that listens, not by one that could not`() async throws {
        let temporary = try TemporaryFolder()
        defer { temporary.remove() }
        let other = try await CordonInstallation(in: temporary.path("other")).serve()
        let address = try #require(URL(string: other.url)?.port.map { "127.0.0.1:\($0)" })
        let installation = try await CordonInstallation(in: temporary.path("plant"))
        let refused = try await installation.run("serve", "--listen", address)
        #expect(refused.ending == .exited(1) && !refused.output.contains("token"), "\(refused.output)")
        #expect(refused.errors.contains("could not listen on \(address): Address already in use"), "\(refused.errors)")
        let engine = try await installation.serve()
        #expect(installation.tokens != nil)
        try await engine.kill()
        try await other.kill()
    }
}
