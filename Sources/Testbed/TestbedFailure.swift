import Glibc

/// What kept the testbed from being set up or asked: a defect of the testbed or of this machine, or a condition that did
/// not come about in time.
package struct TestbedFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}

/// What the system says of the last call that failed.
func systemWords() -> String { String(cString: strerror(errno)) }
