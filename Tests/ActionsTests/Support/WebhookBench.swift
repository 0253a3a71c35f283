import Actions
import Domain
import Ports
import Response
import Transport

/// One message to one receiver.
struct WebhookBench {
    static let secret = Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    static let step = "- {id: tell, action: webhook.send, timeout: 5s, with: {connection: soc, text: hello}}"

    let connection: WebhookConnection
    private let client = HTTPClient()

    init(url: String, secret: Secret = secret, allowsPrivateAddresses: Bool = true) {
        connection = WebhookConnection(
            name: "soc",
            url: url,
            secret: secret,
            tls: TLSFiles(),
            allowsPrivateAddresses: allowsPrivateAddresses,
            client: client
        )
    }

    func result() async throws -> AttemptResult {
        guard let intent = try Rehearsal.intent(Self.step) else { throw Rehearsal.Nothing(error: nil) }
        let action = WebhookSendAction(Connections(webhooks: ["soc": connection]), FixedSurroundings())
        defer { client.shutdown() }
        do throws(ActionFailure) {
            return .success(try await action.perform(RecordedIntent(intent)))
        } catch {
            return .failure(error)
        }
    }
}

/// A clock that stands still, and keeps nobody waiting.
struct FixedSurroundings: Surroundings {
    /// The same bytes each time, so that what is made of them is.
    func randomBytes(_ count: Int) -> [UInt8] { Array(repeating: 7, count: count) }

    func now() -> Instant { Rehearsal.now }
    func sleep(until deadline: Instant) async {}
}
