/// A type of which an expression can make a value by naming its fields: `google.protobuf.Int32Value{value: 1}`.
package struct MessageType: Sendable {
    /// Pays for its steps as it goes; that its fields were looked at is paid for.
    typealias Construction = @Sendable ([Value?], inout Frame) throws(Fault) -> Value

    let name: String
    let fields: [(name: String, type: CELType)]
    /// The type of what is made.
    let result: CELType
    /// Makes the value of those of the fields that were set, in their order.
    let construct: Construction

    init(
        _ name: String,
        fields: [(name: String, type: CELType)],
        result: CELType,
        _ construct: @escaping Construction
    ) {
        self.name = name
        self.fields = fields
        self.result = result
        self.construct = construct
    }
}
