import CEL

extension MapValue {
    /// Of an answer of the engine about a stop: who had stopped the same before, since when and why; nil where nobody else had.
    var formerStop: String? {
        guard case .map(let stop)? = self["former"], case .string(let name)? = stop["by"],
            case .string(let since)? = stop["since"]
        else { return nil }
        guard case .string(let reason)? = stop["reason"], !reason.isEmpty else {
            return Terminal.safe("\(name), since \(since)")
        }
        return Terminal.safe("\(name), since \(since): \(reason)")
    }
}
