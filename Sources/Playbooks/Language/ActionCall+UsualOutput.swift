package import CEL

extension ActionCall {
    /// What its success gives where nobody says what it gave, as in a drill and in `cordon test`: what was to be is. What
    /// would stand in an answer that the playbook asks for cannot be known: that has no fields.
    package var usualOutput: Value {
        if let outputs = descriptor.outputs { return .map(outputs.map { ($0.name, $0.type.usualValue) }) }
        return confirmation == nil && !descriptor.listens ? .null : .map([])
    }
}

extension CELType {
    fileprivate var usualValue: Value {
        switch self {
        case .bool: true
        case .int: 200
        case .string: ""
        case .list: .list([])
        case .map: .map([])
        default: .null
        }
    }
}
