/// Which inputs of a playbook decide where its commands go: a call that gives them a value has to be checked for that.
struct Placement {
    /// Those that an expression of a topic reads.
    var steers: Set<String> = []
    /// Those that stand by themselves in a topic or a path, slashes and all.
    var places: Set<String> = []
}
