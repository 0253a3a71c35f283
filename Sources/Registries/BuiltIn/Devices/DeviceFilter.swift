/// Which devices a listing shows. What is `nil` does not matter.
package struct DeviceFilter: Hashable, Sendable {
    package var site: String?
    package var model: String?
    package var group: String?
    package var tag: String?
    package var isProtected: Bool?

    package init(
        site: String? = nil,
        model: String? = nil,
        group: String? = nil,
        tag: String? = nil,
        isProtected: Bool? = nil
    ) {
        self.site = site
        self.model = model
        self.group = group
        self.tag = tag
        self.isProtected = isProtected
    }
}
