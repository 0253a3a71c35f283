import Actions
import CEL
import Domain
import Playbooks
import Ports
import Response
import Testing

@Suite struct CertificateTests {
    private func perform<Action: BuiltInAction>(
        _ action: Action.Type,
        more: String = "",
        registry: StubRegistry = StubRegistry()
    ) async throws -> AttemptResult {
        let step = "- {id: act, action: \(action.descriptor.name), with: {connection: registry\(more)}}"
        guard let intent = try Rehearsal.intent(step) else { throw Rehearsal.Nothing(error: nil) }
        let action = action.init(Connections(registries: ["registry": registry]), FixedSurroundings())
        do throws(ActionFailure) {
            return .success(try await action.perform(RecordedIntent(intent)))
        } catch {
            return .failure(error)
        }
    }

    @Test func `what the registry changed is the output and the evidence`() async throws {
        let results = [
            (try await perform(CertificateDeactivateAction.self), "inactive"),
            (try await perform(CertificateReactivateAction.self), "active"),
            (try await perform(CertificateRevokeAction.self, more: ", reason: keyCompromise"), "revoked"),
        ]
        for (result, status) in results {
            let completion = try result.get()
            #expect(completion.certainty == .confirmed)
            #expect(completion.evidence == "certificate 0a1b is \(status)")
            #expect(completion.output == ["certificates": [["serial": "0a1b", "status": .string(status)]]])
        }
    }

    @Test func `without a reason it is unspecified, as RFC 5280 has it`() async throws {
        guard case .failure(.permanent(let error)) = try await perform(CertificateRevokeAction.self) else {
            Issue.record("the stub takes no other reason than a key's")
            return
        }
        #expect(error.reason == "unspecified")
    }

    @Test func `a registry's failure is the step's`() async throws {
        let failure = ActionFailure.permanent(OperatorError(attempted: "find", reason: "unknown", remedy: "add it"))
        let result = try await perform(CertificateDeactivateAction.self, registry: StubRegistry(failure: failure))
        #expect(result == .failure(failure))
    }
}
