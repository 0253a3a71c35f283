/// Every kind of relay that this build knows, in the order of the documentation.
package enum BuiltInRelays {
    package static let all: [any AuditRelay.Type] = [
        WebhookRelay.self,
        CloudWatchRelay.self,
        DatadogRelay.self,
        SyslogRelay.self,
    ]
}
