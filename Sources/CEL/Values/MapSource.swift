/// A map that is read where it lies, such as an object of a parsed document, without building its values first.
///
/// Its keys are text, each of them once, and it never changes.
public protocol MapSource: AnyObject, Sendable {
    var count: Int { get }

    /// The value under a key, or nil where there is none.
    func value(_ key: String) -> Value?

    /// Asks about a text where it lies. Nil where there is no text under this key.
    func test(_ key: String, _ test: borrowing TextTest) -> Bool?

    /// All of it, built, in its order.
    var entries: [MapValue.Entry] { get }
}
