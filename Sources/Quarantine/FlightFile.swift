import Domain
import DurableFiles
import Foundation
import Intake
import Synchronization

/// What the engine has in its hands, in a file: the next process finds there what the last one did not get done with.
///
/// One slot for each, overwritten when it is free. Nothing is flushed: the file outlives the process and not the machine,
/// and a power cut is nobody's poison.
final class FlightFile: Sendable {
    /// An arrival with its fields, or none: what is larger is refused before it is read.
    private static let slotBytes = 512 * 1024
    private static let lengthBytes = 4

    private struct Slots {
        var free: [Int] = []
        var count = 0
    }

    private let descriptor: Int32
    private let slots = Mutex(Slots())

    /// Opens the file, and makes it where there is none.
    /// - Returns: also what an earlier process left in it.
    static func open(_ path: String) throws(OperatorError) -> (file: FlightFile, left: [HeldArrival]) {
        let descriptor: Int32
        do throws(FileProblem) {
            descriptor = try OwnedFile.open(path, O_RDWR)
        } catch {
            throw OperatorError(
                attempted: "open \(path), where the engine notes what it has in its hands",
                reason: String(cString: strerror(error.code)),
                remedy: "check that the folder has room and belongs to this user"
            )
        }
        let file = FlightFile(descriptor)
        return (file, file.left())
    }

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// - Returns: nil where there is no room for it. It is taken in all the same.
    func note(_ held: HeldArrival) -> Int? {
        let record = held.bytes
        guard record.count + Self.lengthBytes <= Self.slotBytes else { return nil }
        let slot = slots.withLock { slots in
            if let free = slots.free.popLast() { return free }
            slots.count += 1
            return slots.count - 1
        }
        let length = UInt32(record.count)
        let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + record
        guard write(bytes, at: slot) else {
            free(slot)
            return nil
        }
        return slot
    }

    func free(_ slot: Int) {
        _ = write([UInt8](repeating: 0, count: Self.lengthBytes), at: slot)
        slots.withLock { $0.free.append(slot) }
    }

    /// Everything that was left is dealt with.
    func clear() { ftruncate(descriptor, 0) }

    private func write(_ bytes: [UInt8], at slot: Int) -> Bool {
        bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(slot * Self.slotBytes)) }
            == bytes.count
    }

    private func left() -> [HeldArrival] {
        let count = Int(lseek(descriptor, 0, SEEK_END))
        return stride(from: 0, to: count, by: Self.slotBytes).compactMap { offset in
            guard let length = read(Self.lengthBytes, at: offset) else { return nil }
            let recordBytes = length.reversed().reduce(0) { $0 << 8 | Int($1) }
            guard recordBytes > 0, recordBytes <= Self.slotBytes,
                let record = read(recordBytes, at: offset + Self.lengthBytes)
            else { return nil }
            return HeldArrival(bytes: record)
        }
    }

    private func read(_ count: Int, at offset: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
        return got == count ? bytes : nil
    }
}
