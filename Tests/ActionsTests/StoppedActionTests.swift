import Actions
import CEL
import Domain
import Playbooks
import Response
import TestKit
import Testing

/// The kill switch, tried on every action that there is.
@Suite struct StoppedActionTests {
    private static let person = Actor(name: "person:bob", proof: "bearer-token")

    private static let scopes: [@Sendable (String) -> StopScope] = [
        { _ in .everything }, { .action($0) }, { _ in .playbook("example") }, { _ in .device(Rehearsal.device().id) },
        { _ in .tag("outdoor") },
    ]

    @Test(arguments: BuiltInActions.descriptors) func `a stop holds it, and lifting the stop sends it`(
        _ action: ActionDescriptor
    ) throws {
        for scope in Self.scopes.map({ $0(action.name) }) {
            let playbook = try Rehearsal.compiler.compile(text: Rehearsal.text(action.example), file: "test.yaml")
            let rules = Rules(
                actions: BuiltInActions.kinds,
                installationKey: [UInt8](repeating: 7, count: 32),
                mode: .enforce
            )
            var core = ResponseCore(rules: rules, playbooks: [playbook])
            var turn = Turn()
            let stop = Stop(scope, by: Self.person, reason: "", since: Rehearsal.now)
            core.handle(.ordered(.stop(stop)), at: Rehearsal.now, in: &turn)
            let start = ManualStart(
                playbook: playbook,
                event: Rehearsal.event(),
                by: Actor(name: "person:ada", proof: "local-user"),
                dryRun: false
            )
            core.handle(.start(start, device: .found(Rehearsal.device())), at: Rehearsal.now, in: &turn)
            #expect(turn.effects.isEmpty, "\(action.name), \(scope.text)")
            core.handle(.ordered(.lift(scope, by: Self.person, reason: "")), at: Rehearsal.now, in: &turn)
            #expect(turn.effects.map(\.intent.attempt.request.action) == [action.name], "\(action.name), \(scope.text)")
        }
    }
}
