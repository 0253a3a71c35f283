internal import CEL

/// `steps.<id>.output` of a step whose output is described: the fields that it has.
final class OutputObject: Object {
    let objectType: ObjectType
    let content: Value

    init(objectType: ObjectType, content: Value) {
        self.objectType = objectType
        self.content = content
    }

    /// A field that is not there, or not of its declared type, is absent: what a receiver answers is checked here.
    func field(_ index: Int) -> Value? {
        let field = objectType.fields[index]
        guard case .map(let map) = content, let value = map[field.name], value.isA(field.type) else {
            return Optional.none
        }
        return value
    }
}

extension Value {
    fileprivate func isA(_ type: CELType) -> Bool {
        switch (type, self) {
        case (.dyn, _), (.bool, .bool), (.int, .int), (.double, .double), (.string, .string), (.list, .list),
            (.map, .map),
            (.timestamp, .timestamp), (.duration, .duration):
            true
        default: false
        }
    }
}
