import Domain
import Playbooks

/// An input, taken apart: the first byte says how the rest is tried.
///
/// | bits | what |
/// |---|---|
/// | 0 | whether the configuration, and so the connections' names, are unknown |
/// | 1 | whether the environment overrides inputs |
/// | 2 | whether the limits are tight, so that short texts reach them |
/// | 4 to 7 | the ``Repetition`` |
///
/// The rest is a playbook, and after each line `---8<---` one that it may call.
struct Sample {
    static let file = "fuzzed.yaml"

    let bytes: [UInt8]
    let library: PlaybookLibrary
    let limits: Limits
    let knowsConnections: Bool
    let hasOverrides: Bool

    /// Whether there is time to try it more than once.
    var isShort: Bool { bytes.count <= 32 * 1024 }

    /// Nil for an input that holds nothing to try.
    init?(_ input: UnsafeBufferPointer<UInt8>) {
        guard let first = input.first else { return nil }
        let parts = Self.parts(Self.repeated(Array(input.dropFirst()), first))
        bytes = parts[0]
        library = PlaybookLibrary(
            parts.dropFirst().enumerated().compactMap { number, text in
                PlaybookLibrary.Source(scanning: String(decoding: text, as: UTF8.self), file: "called-\(number).yaml")
            }
        )
        knowsConnections = first & 1 == 0
        hasOverrides = first & 2 != 0
        limits = first & 4 == 0 ? Limits() : Self.tight
    }

    private static let tight: Limits = {
        var limits = Limits()
        (limits.playbookBytesMax, limits.playbookNodesMax, limits.playbookDepthMax) = (1500, 150, 8)
        limits.stepsMax = 12
        return limits
    }()

    /// A text that is not repeated need not be UTF-8.
    private static func repeated(_ bytes: [UInt8], _ first: UInt8) -> [UInt8] {
        // Above the limit by a little, so that it is met too.
        let repetition = Repetition(first, bytesMax: Limits().playbookBytesMax + 64)
        return repetition.isNone ? bytes : Array(repetition.text(of: String(decoding: bytes, as: UTF8.self)).utf8)
    }

    private static func parts(_ bytes: [UInt8]) -> [[UInt8]] {
        let cut = Array("---8<---".utf8)
        var parts: [[UInt8]] = [[]]
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            if line.elementsEqual(cut) {
                parts.append([])
            } else {
                parts[parts.count - 1] += line
                parts[parts.count - 1].append(UInt8(ascii: "\n"))
            }
        }
        // The line end that the last line does not have.
        parts[parts.count - 1].removeLast()
        return parts
    }
}
