package import CEL
package import Domain
import Playbooks

extension Opening: Stored {
    package var stored: Value {
        switch self {
        case .all: ["kind": "all"]
        case .branch(let number): ["kind": "branch", "number": number.map { .int(Int64($0)) } ?? .null]
        case .items(let values): ["kind": "items", "values": .list(values.map(TypedValue.stored))]
        case .inputs(let values): ["kind": "inputs", "values": .list(values.map(TypedValue.stored))]
        }
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "opening")
        switch try fields.text("kind") {
        case "all": self = .all
        case "branch": self = .branch(fields.value("number") == .null ? nil : Int(try fields.integer("number")))
        case "items": self = .items(try fields.list("values").map(TypedValue.value))
        case "inputs": self = .inputs(try fields.list("values").map(TypedValue.value))
        default: throw fields.wrong("kind", "an opening that this version knows")
        }
    }
}

extension Actor: Stored {
    package var stored: Value { ["by": .string(name), "proof": .string(proof)] }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "actor")
        self.init(name: try fields.text("by"), proof: try fields.text("proof"))
    }
}
