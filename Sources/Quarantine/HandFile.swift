import Domain
import DurableFiles
import Foundation
import Ports

/// Which run is in hand, in a page of a file that is a part of the process's memory: what stands there outlives the
/// process.
///
/// A note costs a copy of some bytes, as there are thousands of them in a second. Nothing is flushed: the file outlives
/// the process and not the machine, and a power cut is nobody's poison.
// SAFETY: the page is as long as the file and mapped for as long as this object lives. Each place in it has one writer at a
// time, as the loop decides one turn at a time, and writes one. A place that is torn by the end of the process names no run
// that there is.
final class HandFile: @unchecked Sendable {
    private static let bytesCount = 4_096
    /// A length, and the longest name of a run that there can be.
    private static let placeBytes = 128

    private let page: UnsafeMutableRawBufferPointer

    /// Opens the file, and makes it where there is none.
    static func open(_ path: String) throws(OperatorError) -> HandFile {
        let descriptor: Int32
        do throws(FileProblem) {
            descriptor = try OwnedFile.open(path, O_RDWR)
        } catch {
            throw failure(path, error.code)
        }
        defer { close(descriptor) }
        guard let page = mapped(descriptor) else { throw failure(path, errno) }
        return HandFile(page)
    }

    private init(_ page: UnsafeMutableRawBufferPointer) { self.page = page }

    deinit { munmap(page.baseAddress, page.count) }

    func put(_ run: RunID, for work: Work) {
        var name = run.description
        let place = place(work)
        name.withUTF8 { text in
            precondition(text.count < Self.placeBytes, "the name of a run is short")
            UnsafeMutableRawBufferPointer(rebasing: place[1...]).copyBytes(from: text)
            place[0] = UInt8(text.count)
        }
    }

    func clear(_ work: Work) { place(work)[0] = 0 }

    /// What stands there.
    var runs: Set<RunID> { Set(Work.allCases.compactMap(run)) }

    private func run(for work: Work) -> RunID? {
        let place = place(work)
        let length = Int(place[0])
        guard length > 0, length < Self.placeBytes else { return nil }
        return RunID(String(decoding: place[1...length], as: UTF8.self))
    }

    private func place(_ work: Work) -> UnsafeMutableRawBufferPointer {
        let start =
            switch work {
            case .deciding: 0
            case .writing: Self.placeBytes
            }
        return UnsafeMutableRawBufferPointer(rebasing: page[start..<start + Self.placeBytes])
    }

    /// The file is given its room before it is mapped: a page that there is no room for would end the process when it
    /// is written to.
    private static func mapped(_ descriptor: Int32) -> UnsafeMutableRawBufferPointer? {
        var bytes = [UInt8](repeating: 0, count: bytesCount)
        guard pread(descriptor, &bytes, bytesCount, 0) >= 0, pwrite(descriptor, bytes, bytesCount, 0) == bytesCount
        else { return nil }
        let address = mmap(nil, bytesCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard let address, address != MAP_FAILED else { return nil }
        return UnsafeMutableRawBufferPointer(start: address, count: bytesCount)
    }

    private static func failure(_ path: String, _ code: Int32) -> OperatorError {
        OperatorError(
            attempted: "open \(path), where the engine notes which run it has in hand",
            reason: String(cString: strerror(code)),
            remedy: "check that the folder has room and belongs to this user"
        )
    }
}
