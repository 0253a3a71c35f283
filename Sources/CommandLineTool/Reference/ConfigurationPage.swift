import Registries
import Relays

/// What `cordon.yaml` may say.
struct ConfigurationPage {
    var text: String {
        var page = MarkdownPage("Configuration")
        page.paragraph(
            "`cordon init` writes a `cordon.yaml` that can be started as it is; `cordon check` reports every mistake in "
                + "one. Paths count from its folder. A key that is not listed here is refused."
        )
        page.paragraph(
            "A value may also come from the environment, which wins over the file: `CORDON_` and the key in capitals, "
                + "with `_` between the levels, such as `CORDON_LISTEN` or `CORDON_CONNECTIONS_BROKER_HOST`. Options of "
                + "the command line win over both. `mode` is the exception: the tightest of all that are said counts."
        )
        page.table(
            ["key", "unless said", "meaning"],
            [["`connections`", "required", "the outside parties, each under a name of its own: see below"]]
                + RootSetting.all.map { ["`\($0.name)`", $0.standard, $0.summary] }
        )
        page.heading("Connections")
        page.paragraph(
            "`connections.<name>` says of which `kind` it is; which further keys it takes depends on that. A playbook "
                + "names connections, and reaches nothing else."
        )
        for schema in ConnectionSchema.all { add(schema, to: &page) }
        page.heading("Witnesses")
        page.paragraph(
            "`audit.witnesses` is a list. Each new checkpoint of the audit log is sent to each of them. How to run one is in "
                + "[Operating](../operating.md#a-witness)."
        )
        page.table(
            ["key", "", "meaning"],
            WitnessSchema.keys.map { ["`\($0.name)`", $0.isRequired ? "required" : "", $0.summary] }
        )
        page.heading("Relays of the audit log")
        page.paragraph(
            "`audit.relays` is a list. Each has a `name`, of up to 64 letters, digits and hyphens, under which it keeps its "
                + "position, a `kind`, and further keys; in the environment they are called `CORDON_AUDIT_RELAYS_`, the name "
                + "and the key. [Relays](../relays.md) tells the rest."
        )
        page.paragraph("Every kind takes these:")
        add(RelaySetting.common, to: &page)
        for type in BuiltInRelays.all {
            page.heading("`kind: \(type.descriptor.kind)`, of a relay", level: 3)
            page.paragraph(type.descriptor.summary)
            add(type.descriptor.settings, to: &page)
        }
        return page.text
    }

    private func add(_ settings: [RelaySetting], to page: inout MarkdownPage) {
        page.table(
            ["key", "", "meaning"],
            settings.map { setting in
                let standard = setting.standard.isEmpty ? "" : "`\(setting.standard)`"
                return ["`\(setting.name)`", setting.isRequired ? "required" : standard, setting.summary]
            }
        )
    }

    private func add(_ schema: ConnectionSchema, to page: inout MarkdownPage) {
        page.heading("`kind: \(schema.word)`", level: 3)
        page.paragraph(summary(schema))
        page.table(
            ["key", "", "meaning"],
            schema.keys.map { ["`\($0.name)`", $0.isRequired ? "required" : standard($0, schema), $0.summary] }
        )
    }

    private func summary(_ schema: ConnectionSchema) -> String {
        switch schema {
        case .broker: "An MQTT 5 broker: where devices are told, and where their sessions are cut."
        case .webhook: "A receiver of messages, signed as Standard Webhooks 1.0.0 has it."
        case .http: "An HTTP API that `http.request` sends requests to. Its credentials go nowhere else."
        case .registry(let type): type.summary
        }
    }

    private func standard(_ key: ConnectionSchema.Key, _ schema: ConnectionSchema) -> String {
        guard case .registry(let type) = schema,
            let value = type.settings.first(where: { $0.name == key.name })?.defaultValue, !value.isEmpty
        else { return "" }
        return "`\(value)`"
    }
}
