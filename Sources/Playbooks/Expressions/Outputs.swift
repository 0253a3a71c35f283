public import CEL

/// What `steps.<id>.output` is for the kinds of step that are no action.
public enum Outputs {
    /// `for_each`: how many items it had, how many of them failed, and what the last step of its last round gave.
    public static let loop = ObjectType(
        "output of for_each",
        fields: [("count", .int), ("failed", .int), ("last", .dyn)]
    )
    /// `choose`: the number of the branch that was taken, from 1; 0 for none.
    public static let choice = ObjectType("output of choose", fields: [("branch", .int)])
    /// `approval`: who agreed.
    public static let approval = ObjectType("output of approval", fields: [("by", .list(.string))])
}
