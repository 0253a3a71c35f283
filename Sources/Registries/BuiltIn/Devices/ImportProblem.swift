/// One thing that is wrong with a list of devices, and where.
package struct ImportProblem: Hashable, Sendable, CustomStringConvertible {
    package enum Place: Hashable, Sendable {
        /// Of text; 1-based.
        case line(Int)
        /// Of a JSON array; 1-based.
        case record(Int)
        case everywhere
    }

    package let place: Place
    package let message: String
    package let remedy: String

    init(_ place: Place, _ message: String, remedy: String) {
        self.place = place
        self.message = message
        self.remedy = remedy
    }

    package var description: String {
        switch place {
        case .line(let line): "line \(line): \(message); \(remedy)"
        case .record(let record): "record \(record): \(message); \(remedy)"
        case .everywhere: "\(message); \(remedy)"
        }
    }
}
