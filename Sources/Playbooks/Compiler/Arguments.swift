/// What stands under `with`, checked against the action's descriptor.
struct Arguments {
    var connections: [ActionCall.Connection] = []
    var parameters: [(name: String, template: Template)] = []
    var confirmation: Confirmation?
    /// The longest that an attempt waits for something, by what is said here.
    var awaited: Duration = .zero
}
