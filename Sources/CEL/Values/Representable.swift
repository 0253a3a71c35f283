/// A Swift type that stands for a type of the language, so that a function can be written on plain Swift values.
public protocol Representable: Sendable {
    static var celType: CELType { get }
    /// Nil for a value of another type.
    init?(celValue: Value)
    var celValue: Value { get }
}

extension Bool: Representable {
    public static var celType: CELType { .bool }
    public init?(celValue: Value) {
        guard case .bool(let value) = celValue else { return nil }
        self = value
    }
    public var celValue: Value { .bool(self) }
}

extension Int64: Representable {
    public static var celType: CELType { .int }
    public init?(celValue: Value) {
        guard case .int(let value) = celValue else { return nil }
        self = value
    }
    public var celValue: Value { .int(self) }
}

extension UInt64: Representable {
    public static var celType: CELType { .uint }
    public init?(celValue: Value) {
        guard case .uint(let value) = celValue else { return nil }
        self = value
    }
    public var celValue: Value { .uint(self) }
}

extension Double: Representable {
    public static var celType: CELType { .double }
    public init?(celValue: Value) {
        guard case .double(let value) = celValue else { return nil }
        self = value
    }
    public var celValue: Value { .double(self) }
}

extension String: Representable {
    public static var celType: CELType { .string }
    public init?(celValue: Value) {
        guard case .string(let value) = celValue else { return nil }
        self = value
    }
    public var celValue: Value { .string(self) }
}

extension Array: Representable where Element == UInt8 {
    public static var celType: CELType { .bytes }
    public init?(celValue: Value) {
        guard case .bytes(let value) = celValue else { return nil }
        self = value
    }
    public var celValue: Value { .bytes(self) }
}

extension Timestamp: Representable {
    public static var celType: CELType { .timestamp }
    public init?(celValue: Value) {
        guard case .timestamp(let value) = celValue else { return nil }
        self = value
    }
    public var celValue: Value { .timestamp(self) }
}

extension TimeSpan: Representable {
    public static var celType: CELType { .duration }
    public init?(celValue: Value) {
        guard case .duration(let value) = celValue else { return nil }
        self = value
    }
    public var celValue: Value { .duration(self) }
}
