/// Every kind of registry that this build knows, in the order of the documentation.
package enum BuiltInRegistries {
    package static let all: [any ConfigurableRegistry.Type] = [
        BuiltInRegistry.self
    ]

    package static func named(_ kind: String) -> (any ConfigurableRegistry.Type)? {
        all.first { $0.kind == kind }
    }
}
