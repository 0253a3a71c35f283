import CEL

/// What a test declares and binds.
enum ConformanceEnvironment {
    static func of(_ test: ConformanceTest) -> Environment? {
        var variables: [(name: String, type: CELType)] = []
        var functions: [Function] = []
        for declaration in test.typeEnv ?? [] {
            if let json = declaration.ident {
                guard let type = ConformanceValue.type(json) else { return nil }
                variables.append((declaration.name, type))
            } else if let signatures = declaration.function {
                let overloads = signatures.compactMap(overload)
                guard overloads.count == signatures.count else { return nil }
                functions.append(Function(declaration.name, overloads))
            }
        }
        for name in (test.bindings ?? [:]).keys.sorted() where !variables.contains(where: { $0.name == name }) {
            variables.append((name, .dyn))
        }
        let libraries = Library.all.map { test.disableMacros == true ? $0.withoutMacros : $0 }
        return Environment(
            variables: variables,
            libraries: libraries,
            functions: functions,
            container: test.container ?? ""
        )
    }

    private static func overload(_ signature: ConformanceTest.Declaration.Signature) -> Overload? {
        let parameters = signature.params.compactMap { ConformanceValue.type($0) }
        guard parameters.count == signature.params.count, let result = ConformanceValue.type(signature.result) else {
            return nil
        }
        return Overload(signature.instance ? .member : .global, parameters, result) { _ in nil }
    }

    static func bindings(of test: ConformanceTest, _ environment: Environment) -> Bindings? {
        var bindings = Bindings(environment)
        for (name, binding) in test.bindings ?? [:] {
            guard let json = binding.value, let value = ConformanceValue.value(json) else { return nil }
            bindings[name] = value
        }
        return bindings
    }
}
