import CEL
import Domain
import Intake
import JSON
import Testing

@Suite struct SNSMessagesTests {
    private static let plain = "text/plain; charset=UTF-8"
    private static let topic = "arn:aws:sns:eu-west-1:123456789012:Violations"
    private static let header = [(name: "x-amz-sns-message-type", value: "Notification")]

    private func envelope(_ message: String, _ type: String = "Notification") -> String {
        JSONText.string([
            "Type": .string(type), "TopicArn": .string(Self.topic), "Message": .string(message), "Subject": nil,
        ])
    }

    private func confirmation(_ link: String, _ name: String = "SubscribeURL") throws -> Delivery {
        let text = try changing(envelope("…", "SubscriptionConfirmation"), name, to: .string(link))
        return delivery(text, Self.plain, [(name: "x-amz-sns-message-type", value: "SubscriptionConfirmation")])
    }

    @Test(
        .enabled(if: Samples.areHere, "the samples are not here"),
        arguments: ["ok-notification-v1", "ok-notification-v2", "ok-notification-subject"]
    )
    func `a violation is taken out of its envelope`(name: String) throws {
        let vector = try JSONText.parse(try Samples.bytes("suites/sns-vectors/\(name).json"))
        let message = try member("message", of: vector)
        let event = try onlyEvent(delivery(JSONText.string(message), Self.plain, Self.header))
        #expect(event.key.source == Self.topic)
        #expect(event.device == DeviceID("dev-IZWB"))
        #expect(event.value == 54)
    }

    @Test(arguments: ["text/plain; charset=UTF-8", "application/json", nil])
    func `an envelope is known by its header, else by its shape`(contentType: String?) throws {
        let event = try onlyEvent(delivery(envelope(DeviceDefenderTests.violation), contentType, Self.header))
        #expect(event.key == Event.Key(source: Self.topic, id: "123456789/in-alarm/1582745400000"))
    }

    @Test func `text without the header of SNS is refused, because a browser can be made to send it`() throws {
        let problem = try problem(delivery(envelope(DeviceDefenderTests.violation), Self.plain))
        #expect(problem.kind == .unsupportedContentType)
    }

    @Test func `the records that Lambda gets are read, all or nothing`() throws {
        func records(_ messages: String...) throws -> String {
            let records = try messages.map { ["Sns": try JSONText.parse(envelope($0))] as Value }
            return JSONText.string(["Records": .list(records)])
        }
        let other = try changing(DeviceDefenderTests.violation, "violationId", to: "2")
        let all = try events(delivery(try records(DeviceDefenderTests.violation, other), "application/json"))
        #expect(all.map(\.key.id) == ["123456789/in-alarm/1582745400000", "2/in-alarm/1582745400000"])
        let wrong = try problem(delivery(try records(DeviceDefenderTests.violation, "{"), "application/json"))
        #expect(wrong.pointer == "/Records/1/Sns/Message")
    }

    @Test(
        .enabled(if: Samples.areHere, "the samples are not here"),
        arguments: ["lambda-go-sns-event.json", "lambda-go-cloudwatch-alarm-sns-payload-multiple-metrics.json"]
    )
    func `a message of something else is no event`(file: String) throws {
        let body = try Samples.bytes("events/sns-envelope/\(file)")
        let problem = try problem(Delivery(Arrival(body: body, contentType: "application/json", arrived: arrival)))
        #expect(problem.pointer == "/Records/0/Sns/Message")
    }

    @Test func `what is wrong inside the message is told with its place there`() throws {
        let message = try changing(DeviceDefenderTests.violation, "thingName", to: "a b")
        let problem = try problem(delivery(envelope(message), Self.plain, Self.header))
        #expect(problem.pointer == "/Message")
        #expect(problem.detail.contains("/thingName"))
        #expect(problem.line == nil)
    }

    @Test(.enabled(if: Samples.areHere, "the samples are not here"))
    func `the documentation's request to confirm is a notice with its link`() throws {
        let body = try Samples.httpBody("events/sns-envelope/docs-sns-message-and-json-formats-2.http")
        let header = [(name: "x-amz-sns-message-type", value: "SubscriptionConfirmation")]
        let notice = try notice(delivery(body, Self.plain, header))
        #expect(notice.link.hasPrefix("https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription"))
        #expect(notice.sentence.contains("arn:aws:sns:us-west-2:123456789012:MyTopic"))
        #expect(!notice.sentence.contains("2336412f37"))
    }

    @Test(arguments: ["SubscribeURL", "SubscribeUrl"])
    func `a request to confirm is known in both spellings`(name: String) throws {
        let link = "https://sns.cn-north-1.amazonaws.com.cn/?Action=ConfirmSubscription&Token=1"
        let notice = try notice(confirmation(link, name))
        #expect(notice.link == link)
    }

    @Test(arguments: [
        "http://sns.eu-west-1.amazonaws.com/?a", "https://sns.eu-west-1.amazonaws.com.evil.example/?a",
        "https://evil.example/sns.eu-west-1.amazonaws.com/", "https://sns.eu-west-1.amazonaws.com:8443/?a",
        "https://sns.eu-west-1.amazonaws.com@evil.example/", "https://u:p@sns.eu-west-1.amazonaws.com/",
        "https://sns.eu-west-1.amazonaws.com\\@evil.example/", "https://sns.e.amazonaws.com/",
        "https://xsns.eu-west-1.amazonaws.com/", "https://sns.eu-west-1.amazonaws.com.evil/",
        "https://s3.eu-west-1.amazonaws.com/",
        "https://sns.eu-west-1.amazonaws.com/\u{1B}[2J", "https://sns..amazonaws.com/", "",
    ])
    func `a link to anywhere else is refused`(link: String) throws {
        #expect(try problem(confirmation(link)).pointer == "/SubscribeURL")
    }
}
