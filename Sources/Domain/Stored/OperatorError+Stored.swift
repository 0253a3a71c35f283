package import CEL

extension OperatorError: Stored {
    package var stored: Value {
        ["attempted": .string(attempted), "reason": .string(reason), "remedy": .string(remedy)]
    }

    package init(stored: Value) throws(StoredFormatError) {
        let fields = try StoredFields(stored, of: "error")
        self.init(
            attempted: try fields.text("attempted"),
            reason: try fields.text("reason"),
            remedy: try fields.text("remedy")
        )
    }
}
