import CEL
import Domain
import JSON

/// One message of SNS, out of its envelope.
struct SNSEnvelope {
    private let fields: EventFields
    private let topic: String
    private let message: String
    private let kind: Kind
    private let limits: Limits

    private enum Kind: String, CaseIterable {
        case notification = "Notification"
        case subscriptionConfirmation = "SubscriptionConfirmation"
        case unsubscribeConfirmation = "UnsubscribeConfirmation"
    }

    init(_ value: Value, at pointer: String, _ limits: Limits) throws(EventProblem) {
        fields = try EventFields(value, at: pointer, what: "a message of SNS")
        guard let kind = try fields.parsed("Type", as: Kind.allCases.map(\.rawValue), Kind.init(rawValue:)) else {
            throw fields.missing("Type", "the kind of message")
        }
        self.kind = kind
        topic = try fields.name("TopicArn")
        guard let message = try fields.optionalString("Message") else { throw fields.missing("Message", "a text") }
        self.message = message
        self.limits = limits
    }

    func reading() throws(EventProblem) -> Reading {
        switch kind {
        case .notification: .events([try violation()])
        case .subscriptionConfirmation:
            .notice(try notice("Amazon SNS asks to confirm a subscription to \(quotedTopic)"))
        case .unsubscribeConfirmation:
            .notice(
                try notice("Amazon SNS says that its subscription to \(quotedTopic) has ended; the link brings it back")
            )
        }
    }

    private var quotedTopic: String { Quoting.excerpt(topic) }

    private func violation() throws(EventProblem) -> Event {
        do throws(EventProblem) {
            let value = try inner()
            guard DeviceDefenderViolations.isViolation(value) else {
                throw EventProblem(
                    .notAnEvent,
                    "it holds no violation of Device Defender",
                    remedy: "subscribe this address to a topic that only Device Defender publishes to"
                )
            }
            return try Violation(value).event(source: topic)
        } catch {
            // A pointer cannot go on into a text, so the place in the inner JSON is told in words.
            let place = error.pointer.map { $0.isEmpty ? "" : ", at \($0)" } ?? ""
            throw EventProblem(
                error.kind,
                "in the JSON inside 'Message'\(place): \(error.detail)",
                pointer: fields.pointer(to: "Message"),
                remedy: error.remedy
            )
        }
    }

    private func inner() throws(EventProblem) -> Value {
        do throws(JSONProblem) {
            return try JSONText.parse(message, limits: JSONLimits(bytesMax: limits.eventBytesMax))
        } catch {
            let problem = EventProblem(error)
            throw EventProblem(problem.kind, problem.detail, remedy: problem.remedy)
        }
    }

    private func notice(_ sentence: String) throws(EventProblem) -> IntakeNotice {
        // Lambda spells it the other way.
        let name = fields["SubscribeURL"] == nil && fields["SubscribeUrl"] != nil ? "SubscribeUrl" : "SubscribeURL"
        guard let link = try fields.optionalString(name) else { throw fields.missing(name, "the link to confirm with") }
        guard SNSLink.isGenuine(link) else {
            throw EventProblem(
                .invalid,
                "'\(name)' is no link of Amazon SNS: \(Quoting.excerpt(link))",
                pointer: fields.pointer(to: name),
                remedy: "nothing was fetched; whoever sent this is not Amazon SNS, so look at who holds this token"
            )
        }
        return IntakeNotice(sentence: sentence, link: link)
    }
}
