/// One test of a conformance file.
struct ConformanceTest: Decodable {
    struct Declaration: Decodable {
        struct Signature: Decodable {
            let params: [JSONValue]
            let result: JSONValue
            let instance: Bool
        }

        let name: String
        let ident: JSONValue?
        let function: [Signature]?
    }

    struct Binding: Decodable {
        let value: JSONValue?
    }

    struct Expectation: Decodable {
        let value: JSONValue?
        let deducedType: JSONValue?

        enum CodingKeys: String, CodingKey {
            case value
            case deducedType = "deduced_type"
        }
    }

    let id: String
    let expr: String
    let container: String?
    let disableCheck: Bool?
    let disableMacros: Bool?
    let checkOnly: Bool?
    let typeEnv: [Declaration]?
    let bindings: [String: Binding]?
    let expect: Expectation
    let needs: [String]

    var expectsError: Bool { expect.value == nil && checkOnly != true }

    enum CodingKeys: String, CodingKey {
        case id, expr, container, bindings, expect, needs
        case disableCheck = "disable_check"
        case disableMacros = "disable_macros"
        case checkOnly = "check_only"
        case typeEnv = "type_env"
    }
}
