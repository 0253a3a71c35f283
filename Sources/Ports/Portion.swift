/// The first ones of a list, and how many there are besides: what is cut says so.
public struct Portion<Element: Sendable>: Sendable {
    public let elements: [Element]
    public let leftOut: Int

    package init(_ elements: [Element], leftOut: Int = 0) {
        self.elements = elements
        self.leftOut = leftOut
    }
}
