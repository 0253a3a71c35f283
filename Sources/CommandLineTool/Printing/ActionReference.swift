import Playbooks

/// The reference of one action, made from its descriptor.
struct ActionReference {
    private let descriptor: ActionDescriptor

    init(_ descriptor: ActionDescriptor) { self.descriptor = descriptor }

    var text: String {
        let parameters = descriptor.parameters.map { parameter in
            "  \(Terminal.padded(parameter.name, 12)) \(parameter.isRequired ? "required" : "optional")  \(parameter.summary)"
        }
        let permissions = descriptor.permissions.map { "  \($0)" }
        let sections = [
            ["\(descriptor.name): \(descriptor.summary)", ""],
            ["with:"] + parameters + [""],
            ["receiver: \(descriptor.receiver.rawValue)", "reversal: \(reversal)", ""],
            permissions.isEmpty ? [] : ["needs:"] + permissions + [""],
            ["example:", descriptor.example],
        ]
        return sections.flatMap(\.self).joined(separator: "\n")
    }

    private var reversal: String {
        switch descriptor.reversal {
        case .notNeeded: "not needed"
        case .inverse(let action): action
        case .final: "none: it is final"
        }
    }
}
