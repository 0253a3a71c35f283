/// Lays a pattern out as instructions. Counted repetition is written out, and so the whole is bounded.
struct PatternCompiler {
    private var instructions: [Pattern.Instruction] = []
    /// Parts laid out so far: what is empty makes no instruction, and may still be repeated a thousand thousand times.
    private var partsCount = 0

    mutating func compile(_ node: PatternNode) throws(PatternFailure) -> [Pattern.Instruction] {
        try emit(node)
        try append(.match)
        return instructions
    }

    private mutating func append(_ instruction: Pattern.Instruction) throws(PatternFailure) {
        instructions.append(instruction)
        guard instructions.count <= LanguageLimits.patternInstructionsMax else { throw Self.tooLarge }
    }

    private static let tooLarge = PatternFailure("the pattern is too large: repeat less, or fewer things")

    private mutating func emit(_ node: PatternNode) throws(PatternFailure) {
        partsCount += 1
        guard partsCount <= 4 * LanguageLimits.patternInstructionsMax else { throw Self.tooLarge }
        switch node {
        case .take(let set): try append(.take(set))
        case .assert(let assertion): try append(.assert(assertion))
        case .sequence(let parts): for part in parts { try emit(part) }
        case .choice(let parts): try emitChoice(parts[...])
        case .repeated(let body, let least, let most): try emitRepetition(body, least, most)
        }
    }

    private mutating func emitChoice(_ parts: ArraySlice<PatternNode>) throws(PatternFailure) {
        var exits: [Int] = []
        for part in parts.dropLast() {
            let split = instructions.count
            try append(.split(split + 1, split + 1))
            try emit(part)
            exits.append(instructions.count)
            try append(.jump(0))
            instructions[split] = .split(split + 1, instructions.count)
        }
        if let last = parts.last { try emit(last) }
        for exit in exits { instructions[exit] = .jump(instructions.count) }
    }

    private mutating func emitRepetition(_ body: PatternNode, _ least: Int, _ most: Int?) throws(PatternFailure) {
        for _ in 0..<least { try emit(body) }
        guard let most else {
            let split = instructions.count
            try append(.split(split + 1, split + 1))
            try emit(body)
            try append(.jump(split))
            instructions[split] = .split(split + 1, instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<most {
            splits.append(instructions.count)
            try append(.jump(0))
            try emit(body)
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }
}
