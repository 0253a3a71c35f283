internal import CEL
internal import Domain

extension Compilation {
    /// Nil where it is not right.
    mutating func actionCall(_ fields: YAMLFields, _ place: ExpressionPlace) -> ActionCall? {
        guard let name = fields.text("action", &findings), let node = fields["action"] else { return nil }
        guard let descriptor = context.actions[name] else {
            let remedy = Self.suggestion(for: name, among: context.actions.keys)
            report(.unknownAction, "no action \(DisplayText.quoted(name))", at: node, remedy: remedy)
            return nil
        }
        let arguments = arguments(of: descriptor, fields, place)
        let retry = retry(fields)
        let times = times(of: descriptor, fields, arguments)
        let approval = approval(fields["approval"])
        let expires = expires(of: descriptor, fields)
        let reach = reach(of: descriptor, fields)
        guard let arguments, let retry, approval != nil || fields["approval"] == nil else { return nil }
        return ActionCall(
            descriptor: descriptor.saying(reach),
            connection: arguments.connections.first?.name,
            connections: arguments.connections,
            parameters: arguments.parameters,
            confirmation: arguments.confirmation,
            retry: retry,
            timeout: times.timeout,
            overall: times.overall,
            approval: approval,
            expires: expires
        )
    }

    /// A playbook says that an action does more than its kind, and never that it does less.
    private mutating func reach(of descriptor: ActionDescriptor, _ fields: YAMLFields) -> ActionDescriptor.Reach? {
        guard let node = fields["touches"] else { return nil }
        let reaches = ActionDescriptor.Reach.allCases.map { ($0.rawValue, $0) }
        guard let reach = fields.choice("touches", reaches, &findings) else { return nil }
        let message: String? =
            switch reach {
            case .device where descriptor.receiver == .pure: "'\(descriptor.name)' only looks, and touches nothing"
            case .nothing where descriptor.touchesDevice: "'\(descriptor.name)' touches the device"
            case .device, .nothing: nil
            }
        guard let message else { return reach }
        report(.wrongReach, message, at: node, remedy: "leave out 'touches'")
        return nil
    }

    private mutating func expires(of descriptor: ActionDescriptor, _ fields: YAMLFields) -> Duration? {
        guard let node = fields["expires"] else { return nil }
        guard case .inverse = descriptor.reversal else {
            report(
                .cannotExpire,
                "'\(descriptor.name)' cannot be taken back, so it cannot expire",
                at: node,
                remedy: "leave out 'expires'"
            )
            return nil
        }
        return fields.duration("expires", &findings)
    }

    /// An attempt lasts at least as long as what it waits for, and a step at least as long as an attempt.
    private mutating func times(
        of descriptor: ActionDescriptor,
        _ fields: YAMLFields,
        _ arguments: Arguments?
    ) -> (timeout: Duration, overall: Duration) {
        let awaited = arguments?.awaited ?? .zero
        let timeout = fields.duration("timeout", &findings)
        let overall = fields.duration("within", &findings)
        if let timeout, timeout < awaited, let node = fields["timeout"] {
            let message =
                "an attempt ends after \(DurationText.text(timeout)), before the \(DurationText.text(awaited)) "
                + "that it waits for"
            report(.badTimes, message, at: node)
        }
        let least = timeout ?? awaited
        if let overall, overall < least, let node = fields["within"] {
            let message =
                "the step ends after \(DurationText.text(overall)), before one attempt "
                + "(\(DurationText.text(least))) does"
            report(.badTimes, message, at: node)
        }
        let attempt = timeout ?? max(awaited, min(descriptor.timeout, overall ?? descriptor.timeout))
        return (attempt, overall ?? max(descriptor.overall, attempt))
    }

    private mutating func retry(_ fields: YAMLFields) -> RetryPolicy? {
        let standard = RetryPolicy.standard
        guard let node = fields["retry"] else { return standard }
        guard let keys = YAMLFields(node, Grammar.retry, &findings) else {
            return nil
        }
        let times = keys.number("times", in: 1...PlaybookLimits.attemptsMax, &findings) ?? standard.times
        let first = keys.duration("first", &findings)
        let longest = keys.duration("max", &findings)
        if let first, let longest, longest < first, let node = keys["max"] {
            report(.badTimes, "the longest pause is shorter than the first", at: node)
        }
        return RetryPolicy(
            times: times,
            first: first ?? min(standard.first, longest ?? standard.first),
            max: longest ?? max(standard.max, first ?? standard.max)
        )
    }
}
