import HTTPTypes

extension HTTPFields {
    /// As `self[name]`, which puts a text together from all fields of that name, though there is one, or none.
    func value(of name: HTTPField.Name) -> String? {
        var value: String?
        for field in self where field.name == name {
            guard value == nil else { return self[name] }
            value = field.value
        }
        return value
    }
}
