import CEL
import Domain
import JSON
import Playbooks
import Response

extension RenderingCall {
    func request(_ fields: [RenderedRequest.Field], connection: String? = nil) -> RenderedRequest {
        let answer = confirmationTopic.map { [RenderedRequest.Field(RenderedRequest.confirmationField, $0)] } ?? []
        return RenderedRequest(
            action: descriptor.name,
            connection: connection ?? self.connection,
            device: device,
            fields: fields + answer
        )
    }

    /// A parameter as text: a text as it is, anything else as compact JSON.
    func text(_ name: String) -> String? {
        switch self[name] ?? .null {
        case .null: nil
        case .string(let text): text
        case let value: JSONText.string(value)
        }
    }

    /// A parameter that the compiler has seen to be there.
    func required(_ name: String) throws(OperatorError) -> String {
        guard let text = text(name) else {
            throw OperatorError(
                attempted: "render '\(name)' of \(descriptor.name)",
                reason: "it is null",
                remedy: "give the expression a value for every event, for example with orValue(…)"
            )
        }
        return text
    }
}

extension RenderedRequest {
    /// A field that this request was rendered with.
    func field(_ name: String) -> String {
        guard let text = self[name] else { preconditionFailure("\(action) renders '\(name)'") }
        return text
    }
}
