/// SHA-256 for programs that fuzz: what stands in for swift-crypto there, whose BoringSSL takes minutes to build with
/// sanitizers. Never part of what is shipped.
///
/// - Source: FIPS 180-4.
public enum SHA256 {
    static let blockBytes = 64

    public static func hash(data: [UInt8]) -> [UInt8] {
        var state = initial
        let padded = padded(data)
        for start in stride(from: 0, to: padded.count, by: blockBytes) {
            absorb(padded[start..<start + blockBytes], into: &state)
        }
        return state.flatMap(bigEndian)
    }

    /// A bit that is set, zeros, and the length in bits.
    private static func padded(_ data: [UInt8]) -> [UInt8] {
        let zeros = (2 * blockBytes - 9 - data.count % blockBytes) % blockBytes
        let bits = UInt64(data.count) * 8
        let length = bigEndian(UInt32(truncatingIfNeeded: bits >> 32)) + bigEndian(UInt32(truncatingIfNeeded: bits))
        return data + [0x80] + [UInt8](repeating: 0, count: zeros) + length
    }

    private static func absorb(_ block: ArraySlice<UInt8>, into state: inout [UInt32]) {
        var words = stride(from: block.startIndex, to: block.endIndex, by: 4).map { place in
            block[place..<place + 4].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
        }
        for place in 16..<64 {
            let (near, far) = (words[place - 2], words[place - 15])
            let first = rotated(far, 7) ^ rotated(far, 18) ^ far >> 3
            let second = rotated(near, 17) ^ rotated(near, 19) ^ near >> 10
            words.append(words[place - 16] &+ first &+ words[place - 7] &+ second)
        }
        var mixed = state
        for (word, constant) in zip(words, constants) { mix(&mixed, word &+ constant) }
        for place in state.indices { state[place] &+= mixed[place] }
    }

    private static func mix(_ state: inout [UInt32], _ word: UInt32) {
        let (first, fifth) = (state[0], state[4])
        let choice = fifth & state[5] ^ ~fifth & state[6]
        let majority = first & state[1] ^ first & state[2] ^ state[1] & state[2]
        let fresh = state[7] &+ (rotated(fifth, 6) ^ rotated(fifth, 11) ^ rotated(fifth, 25)) &+ choice &+ word
        let sum = (rotated(first, 2) ^ rotated(first, 13) ^ rotated(first, 22)) &+ majority
        state = [fresh &+ sum, first, state[1], state[2], state[3] &+ fresh, fifth, state[5], state[6]]
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    private static func bigEndian(_ word: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
    }

    private static let initial: [UInt32] = [
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
    ]

    private static let constants: [UInt32] = [
        0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5,
        0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174,
        0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
        0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967,
        0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85,
        0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
        0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
        0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
    ]
}
