internal import Domain

/// The steps that take back what others did: one for each that can be taken back. It is due when that expires, when the
/// alarm is over and the playbook says so, or when a person orders it.
struct Releases {
    let context: CompilerContext

    /// The last first, so that a device is let back in the other way round.
    func steps(for steps: [Step]) -> [Step] {
        steps.reversed().compactMap { step -> (Step, ActionCall)? in
            guard case .action(let call) = step.body, case .inverse(let name) = call.descriptor.reversal,
                let inverse = context.actions[name]
            else { return nil }
            return (step, ActionCall(inverse: inverse, of: call))
        }.enumerated().map { offset, release in
            let (step, call) = release
            return Step(
                index: Step.Index(steps.count + offset),
                id: "release",
                path: step.path + "/release",
                span: step.span,
                frame: step.frame,
                condition: nil,
                body: .release(of: step.index, call),
                timeout: nil,
                onFailure: .continue
            )
        }
    }
}

extension ActionCall {
    /// - Precondition: the inverse takes the connections of what it undoes, and needs nothing else.
    fileprivate init(inverse: ActionDescriptor, of call: ActionCall) {
        for parameter in inverse.parameters where parameter.isRequired {
            precondition(
                call.connections.contains { $0.parameter == parameter.name },
                "'\(inverse.name)' needs more than '\(call.descriptor.name)' has"
            )
        }
        self.init(
            descriptor: inverse,
            connection: call.connection,
            connections: call.connections,
            parameters: [],
            confirmation: nil,
            retry: .standard,
            timeout: inverse.timeout,
            overall: inverse.overall,
            approval: nil,
            expires: nil
        )
    }
}
