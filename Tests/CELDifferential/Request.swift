import CEL
import JSON

/// One expression, and the variables that it may read.
///
/// - Shape: `{"expr": "a + 1", "variables": {"a": {"type": "int", "value": {"int": "5"}}}, "check": false}`. A variable
///   without a value is declared and not bound; `check` is true where it is absent, and
///   `extensions`, which adds the libraries beyond the standard, is false.
struct Request {
    let source: String
    let declarations: [(name: String, type: CELType)]
    let values: [(name: String, value: Value)]
    let isChecked: Bool
    let libraries: [Library]

    /// Nil for what has another shape.
    init?(_ line: String) {
        let limits = JSONLimits(depthMax: 512)
        guard let document = try? JSONDocument.parse(Array(line.utf8), limits: limits),
            let source = document["expr"].string
        else { return nil }
        self.source = source
        isChecked = document["check"].bool ?? true
        libraries = document["extensions"].bool == true ? Library.all : [.standard]
        var declarations: [(name: String, type: CELType)] = []
        var values: [(name: String, value: Value)] = []
        for (name, variable) in document["variables"].members {
            guard let type = TypedJSON.type(variable["type"]) else { return nil }
            declarations.append((name, type))
            guard variable["value"].exists else { continue }
            guard let value = TypedJSON.value(variable["value"]) else { return nil }
            values.append((name, value))
        }
        self.declarations = declarations
        self.values = values
    }
}
