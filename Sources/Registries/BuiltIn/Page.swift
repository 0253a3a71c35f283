/// Part of a listing, and where the next part begins.
package struct Page<Element: Sendable>: Sendable {
    package let elements: [Element]
    /// Pass it as `after` for the next page; `nil` on the last.
    package let next: String?
}
