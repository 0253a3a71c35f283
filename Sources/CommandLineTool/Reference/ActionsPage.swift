import Playbooks

/// What a playbook's steps can do.
struct ActionsPage {
    private let descriptors: [ActionDescriptor]

    init(_ descriptors: [ActionDescriptor]) { self.descriptors = descriptors }

    var text: String {
        var page = MarkdownPage("Actions")
        page.paragraph(
            "What a step can do. `cordon actions` lists them in the terminal. The classes of receivers are explained "
                + "in [execution.md](../execution.md#receiver-classes)."
        )
        page.table(
            ["action", "what it does", "receiver", "taken back by"],
            descriptors.map { ["[`\($0.name)`](#\(anchor($0)))", $0.summary, $0.receiver.rawValue, reversal($0)] }
        )
        for descriptor in descriptors { add(descriptor, to: &page) }
        return page.text
    }

    private func add(_ descriptor: ActionDescriptor, to page: inout MarkdownPage) {
        page.heading("`\(descriptor.name)`")
        page.paragraph(descriptor.summary)
        page.table(
            ["under `with`", "type", "", "meaning"],
            descriptor.parameters.map { parameter in
                let need = parameter.isRequired ? "required" : ""
                return ["`\(parameter.name)`", type(parameter.type), need, parameter.summary]
            }
        )
        page.code(descriptor.example, "yaml")
        let outputs = (descriptor.outputs ?? []).map { ["`\($0.name)`", "\($0.type)", $0.summary] }
        page.table(["under `steps.<id>.output`", "type", "meaning"], outputs)
        if descriptor.outputs == nil {
            page.paragraph(
                "`steps.<id>.output` is what the receiver answered: JSON as what it is, else the text; null where it "
                    + "was not asked."
            )
        }
        var facts = [
            "Receiver: \(descriptor.receiver.rawValue): \(meaning(descriptor.receiver)).",
            "Taken back by: \(reversal(descriptor)).",
            reach(descriptor),
            "One attempt takes at most \(DurationText.text(descriptor.timeout)), the step "
                + "\(DurationText.text(descriptor.overall)), unless the playbook says otherwise.",
        ]
        if descriptor.provesContainment { facts.append("Its success is what lets a run end as *contained*.") }
        if !descriptor.permissions.isEmpty {
            facts.append("The connection's account needs: \(descriptor.permissions.joined(separator: "; ")).")
        }
        page.list(facts)
    }

    /// As GitHub makes an anchor of a heading.
    private func anchor(_ descriptor: ActionDescriptor) -> String { descriptor.name.filter { $0 != "." } }

    private func reversal(_ descriptor: ActionDescriptor) -> String {
        switch descriptor.reversal {
        case .notNeeded: "not needed"
        case .inverse(let action): "`\(action)`"
        case .final: "nothing: it is final"
        }
    }

    private func reach(_ descriptor: ActionDescriptor) -> String {
        if descriptor.touchesDevice {
            return "It touches the device: it needs a limit, and is held for a protected device."
        }
        if let open = descriptor.openReach {
            let words = open.readingWords.map { "`\($0)`" }.joined(separator: " or ")
            return "Whether it touches the device only its receiver knows, and so a step of it says it: with "
                + "`touches: device` every guard counts, and it needs a limit. With `touches: nothing`, and without a "
                + "word, no guard holds it. Nothing has to be said where `\(open.parameter)` is \(words)."
        }
        return descriptor.receiver == .pure
            ? "It does not touch the device: no guard holds it."
            : "It does not touch the device: no guard holds it, unless its step says `touches: device`."
    }

    private func meaning(_ receiver: ActionDescriptor.Receiver) -> String {
        switch receiver {
        case .pure: "there is no effect, so it may be done again"
        case .idempotent: "it may be sent again, as the receiver drops a key it has seen, or the effect sets a state"
        case .fenced: "it may be sent again, as the receiver refuses a number that is not above its last"
        case .probeable: "an unknown outcome is read back"
        case .once: "an unknown outcome stays a doubt for a person, and is never resolved by sending again"
        }
    }

    private func type(_ type: ActionDescriptor.ParameterType) -> String {
        switch type {
        case .connection(let kind): "connection: \(kind.rawValue)"
        case .text: "text"
        case .topic: "topic"
        case .path: "path"
        case .duration: "duration"
        case .choice(let words): "one of \(words.map { "`\($0)`" }.joined(separator: ", "))"
        case .document: "any YAML"
        case .confirmation: "`{topic, if, within}`"
        }
    }
}
