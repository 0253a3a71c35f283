extension Environment {
    /// The standard functions of the language, and of its strings extension those that playbooks need.
    ///
    /// - Source: cel-spec, "List of Standard Definitions"; cel-go, `ext.Strings`.
    public static let standardFunctions: [Function] =
        (OperatorLibrary.functions + ArithmeticLibrary.functions + ComparisonLibrary.functions
        + ConversionLibrary.functions + StringLibrary.functions + TextLibrary.functions + TimeLibrary.functions
        + MatchLibrary.functions)
        .map(\.standard)
}
