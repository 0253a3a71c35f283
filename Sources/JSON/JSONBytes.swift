internal import CEL

/// Bytes that grow at their end. An array asks with each of them whether it is shared; nobody shares these.
struct JSONBytes: ~Copyable {
    // SAFETY: `start` is the beginning of `capacity` bytes of which the first `count` are initialised, and of nobody else.
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0

    init(capacity: Int) {
        self.capacity = max(8, capacity)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    var array: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        start[count] = byte
        count &+= 1
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        (start + count).update(from: source, count: bytes.count)
        count &+= bytes.count
    }

    mutating func removeLast(_ length: Int) {
        precondition(length <= count)
        count -= length
    }

    /// Takes from a text what stands for itself in JSON: nearly all of it does. Eight bytes at a time.
    /// - Returns: where the first byte is that does not, or the end.
    mutating func append(plainOf text: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
        guard first < text.count, let bytes = UnsafeRawPointer(text.baseAddress) else { return first }
        reserve(text.count &- first)
        let target = UnsafeMutableRawPointer(start) + (count &- first)
        var index = first
        // SAFETY: a word that is loaded ends within the text, and there is room for all of the text.
        while index &+ 8 <= text.count {
            let word = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard ASCIIText.isPrintable(word, but: Self.quote, and: Self.backslash) else { break }
            target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
            index &+= 8
        }
        // The last eight, some of which are there already: rather than one by one.
        if index < text.count, index &+ 8 > text.count, text.count &- 8 >= first {
            let word = bytes.loadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self)
            if ASCIIText.isPrintable(word, but: Self.quote, and: Self.backslash) {
                target.storeBytes(of: word, toByteOffset: text.count &- 8, as: UInt64.self)
                index = text.count
            }
        }
        while index < text.count, Self.isPlain(text[index]) {
            target.storeBytes(of: text[index], toByteOffset: index, as: UInt8.self)
            index &+= 1
        }
        count &+= index &- first
        return index
    }

    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x20..<0x7F).contains(byte) && byte != quote && byte != backslash
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if capacity &- count < more { grow(by: more) }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let larger = max(2 * capacity, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.moveInitialize(from: start, count: count)
        start.deallocate()
        start = moved
        capacity = larger
    }
}
