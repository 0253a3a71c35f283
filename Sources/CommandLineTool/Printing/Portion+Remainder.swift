import Ports

extension Portion {
    /// What to say below a list that does not show everything; nil where it does.
    func remainder(limitMax: Int) -> String? {
        guard leftOut > 0 else { return nil }
        let more = "... and \(leftOut) more"
        let all = elements.count + leftOut
        guard elements.count < limitMax else { return "\(more): no more than \(limitMax) are shown" }
        return all <= limitMax
            ? "\(more): --limit \(all) shows them" : "\(more): --limit \(limitMax) shows more of them"
    }
}
