package import Domain

/// The settings of one registry, as configured, checked against what it may be told.
package struct RegistrySettings: Sendable {
    private let values: [String: String]
    private let declared: [RegistrySetting]

    /// - Throws: where a name is unknown, or a value is missing or of another shape.
    package init(_ values: [String: String], for registry: any ConfigurableRegistry.Type) throws(OperatorError) {
        let attempted = "configure the registry '\(registry.kind)'"
        let declared = registry.settings
        if let name = values.keys.sorted().first(where: { name in !declared.contains { $0.name == name } }) {
            let names = declared.map(\.name).joined(separator: ", ")
            throw OperatorError(
                attempted: attempted,
                reason: "it has no setting \(name.debugDescription)",
                remedy: "its settings are \(names)"
            )
        }
        for setting in declared {
            guard let value = values[setting.name] ?? setting.defaultValue else {
                throw OperatorError(
                    attempted: attempted,
                    reason: "the setting '\(setting.name)' is missing",
                    remedy: "add it: \(setting.summary)"
                )
            }
            guard setting.shape != .days || (Int(value) ?? 0) > 0 else {
                throw OperatorError(
                    attempted: attempted,
                    reason: "'\(setting.name)' is \(value.debugDescription), which is no number of days",
                    remedy: "write a whole number above 0"
                )
            }
        }
        self.values = values
        self.declared = declared
    }

    func text(_ name: String) -> String {
        guard let setting = declared.first(where: { $0.name == name }) else {
            preconditionFailure("a registry reads only settings that it declares, and '\(name)' is none")
        }
        return values[name] ?? setting.defaultValue ?? ""
    }

    func paths(_ name: String) -> [String] {
        text(name).split(separator: ",").map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }

    func days(_ name: String) -> Duration { .seconds((Int(text(name)) ?? 1) * 24 * 3_600) }
}
