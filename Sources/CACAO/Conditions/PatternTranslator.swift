internal import CEL

/// From a condition to an expression of Cordon's language.
struct PatternTranslator {
    let variables: VariableScope

    func expression(_ pattern: Pattern) throws(PatternProblem) -> String {
        switch pattern {
        case .and(let patterns): return try joined(patterns, " && ")
        case .or(let patterns): return try joined(patterns, " || ")
        case .not(let pattern): return "!(\(try expression(pattern)))"
        case .exists(let operand): return "\(try value(operand, nil).text) != null"
        case .comparison(let left, let comparator, let right): return try comparison(left, comparator, right)
        }
    }

    private func joined(_ patterns: [Pattern], _ joint: String) throws(PatternProblem) -> String {
        var texts: [String] = []
        for pattern in patterns {
            let text = try expression(pattern)
            if case .or = pattern, joint == " && " { texts.append("(\(text))") } else { texts.append(text) }
        }
        return texts.joined(separator: joint)
    }

    /// An operand as an expression, and what it is.
    struct Operand {
        let text: String
        let type: VariableType?
        /// Nil for what is known only when the playbook runs.
        let literal: Value?
    }

    private func comparison(
        _ left: Pattern.Operand,
        _ comparator: Pattern.Comparator,
        _ right: [Pattern.Operand]
    ) throws(PatternProblem) -> String {
        guard case .path = left.kind else {
            throw problem(.conditionSyntax, "a comparison begins with a variable", left, "write __name__:value = …")
        }
        let subject = try value(left, nil)
        var values: [Operand] = []
        for operand in right { values.append(try checked(operand, against: subject, comparator)) }
        guard let other = values.first else { throw problem(.conditionSyntax, "a value is missing", left) }
        switch comparator {
        case .equal: return "\(subject.text) == \(other.text)"
        case .notEqual: return "\(subject.text) != \(other.text)"
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return "\(subject.text) \(comparator.rawValue) \(other.text)"
        case .among: return "\(subject.text) in [\(values.map(\.text).joined(separator: ", "))]"
        case .like: return "\(subject.text).matches(\(Expression.literal(try likeness(other, right[0]))))"
        case .matches: return "\(subject.text).matches(\(other.text))"
        case .isSubset: return Self.subset(subject, of: other)
        case .isSuperset: return Self.subset(other, of: subject)
        }
    }

    /// The second operand, in the first one's type.
    private func checked(
        _ operand: Pattern.Operand,
        against subject: Operand,
        _ comparator: Pattern.Comparator
    ) throws(PatternProblem) -> Operand {
        let other = try value(operand, subject.type)
        switch comparator {
        case .like, .matches, .isSubset, .isSuperset:
            guard subject.isText, other.isText else {
                throw problem(.differentTypes, "'\(comparator.rawValue)' compares texts", operand)
            }
            if comparator == .isSubset || comparator == .isSuperset { try checkBlock(other, operand) }
        case .equal, .notEqual, .among, .less, .lessOrEqual, .greater, .greaterOrEqual:
            // What a member of a dictionary is, is known when the playbook runs.
            guard let type = subject.type, !other.fits(type) else { break }
            throw problem(.differentTypes, "this is compared with a value of type '\(type.rawValue)'", operand)
        }
        return other
    }

    private func checkBlock(_ other: Operand, _ operand: Pattern.Operand) throws(PatternProblem) {
        guard case .string(let text)? = other.literal, !AddressText.isIPv4(text), !AddressText.isIPv6(text) else {
            return
        }
        throw problem(.differentTypes, "this is neither an address nor a block of them", operand, "write '10.0.0.0/8'")
    }

    /// `type` is what it is compared with: a text that stands for a number is one there.
    private func value(_ operand: Pattern.Operand, _ type: VariableType?) throws(PatternProblem) -> Operand {
        switch operand.kind {
        case .path(let path): return try variable(path, operand)
        case .integer(let number):
            let isFloat = type == .float
            return Operand(
                text: isFloat ? "\(number).0" : "\(number)",
                type: isFloat ? .float : .integer,
                literal: .int(number)
            )
        case .float(let number):
            return Operand(text: Expression.literal(number), type: .float, literal: .double(number))
        case .bool(let flag): return Operand(text: "\(flag)", type: .bool, literal: .bool(flag))
        case .timestamp(let text): return Operand(text: Expression.literal(text), type: .string, literal: .string(text))
        case .text(let text): return try self.text(text, operand, type)
        }
    }

    private func text(
        _ text: String,
        _ operand: Pattern.Operand,
        _ type: VariableType?
    ) throws(PatternProblem) -> Operand {
        let pieces = VariableText.pieces(of: text)
        if pieces.contains(where: \.isVariable) {
            var parts: [String] = []
            for piece in pieces {
                parts.append(
                    piece.isVariable
                        ? "string(\(try variable(piece.text, operand).text))" : Expression.literal(piece.text)
                )
            }
            return Operand(text: parts.joined(separator: " + "), type: .string, literal: Optional.none)
        }
        guard let type, type.conversion != "string", let value = type.value(of: text) else {
            return Operand(text: Expression.literal(text), type: .string, literal: .string(text))
        }
        return Operand(text: Expression.literal(value), type: type, literal: value)
    }

    private func variable(_ path: String, _ operand: Pattern.Operand) throws(PatternProblem) -> Operand {
        guard let match = path.wholeMatch(of: /(__[a-zA-Z_][a-zA-Z0-9_-]*__):value((?:\.[a-zA-Z_][a-zA-Z0-9_]*)*)/)
        else {
            if path.hasPrefix("__"), path.hasSuffix("__") {
                throw problem(.valueKeyword, "a variable is used with ':value'", operand, "write '\(path):value'")
            }
            throw problem(
                .conditionMeaning,
                "'\(path)' is of an observed STIX object, and Cordon observes none",
                operand,
                "compare a variable: __name__:value"
            )
        }
        let name = String(match.1)
        guard let found = variables[name] else {
            let remedy = Spelling.closest(to: name, among: variables.names).map { "did you mean '\($0)'?" }
            throw problem(.unknownVariable, "there is no variable '\(name)'", operand, remedy)
        }
        let isMember = !match.2.isEmpty
        return Operand(text: found.expression + match.2, type: isMember ? nil : found.type, literal: Optional.none)
    }

    private func problem(
        _ problem: CACAOProblem,
        _ message: String,
        _ operand: Pattern.Operand,
        _ remedy: String? = nil
    ) -> PatternProblem {
        PatternProblem(problem: problem, message: message, range: operand.range, remedy: remedy)
    }
}

extension PatternTranslator {
    /// `%` is any text and `_` any character; everything else is itself.
    private func likeness(_ other: Operand, _ operand: Pattern.Operand) throws(PatternProblem) -> String {
        guard case .string(let text)? = other.literal else {
            throw problem(.conditionMeaning, "what 'LIKE' compares with is fixed, not a variable", operand)
        }
        var pattern = "(?s)^"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": pattern += ".*"
            case "_": pattern += "."
            case _ where scalar.properties.isAlphabetic || scalar.properties.numericType != nil || !scalar.isASCII:
                pattern.unicodeScalars.append(scalar)
            default: pattern += "\\\(scalar)"
            }
        }
        return pattern + "$"
    }

    /// Whether an address, or each of a block of them, lies in a block. An address by itself is a block of one.
    private static func subset(_ part: Operand, of whole: Operand) -> String {
        let block = "cidr(\(whole.block))"
        guard let text = part.literalText else {
            return "(isIP(\(part.text)) ? \(block).containsIP(\(part.text)) : \(block).containsCIDR(\(part.text)))"
        }
        return text.contains("/") ? "\(block).containsCIDR(\(part.text))" : "\(block).containsIP(\(part.text))"
    }
}

extension PatternTranslator.Operand {
    fileprivate var isText: Bool { type == nil || type?.conversion == "string" }

    /// Whether it can be compared with a variable of a type.
    fileprivate func fits(_ other: VariableType) -> Bool {
        guard let type else { return true }
        return type.conversion == other.conversion || (type.isNumber && other.isNumber)
    }

    fileprivate var literalText: String? { if case .string(let text)? = literal { text } else { nil } }

    /// A block of addresses, of one where it is an address.
    fileprivate var block: String {
        guard let literalText else {
            return "\(text).contains('/') ? \(text) : \(text) + (\(text).contains(':') ? '/128' : '/32')"
        }
        if literalText.contains("/") { return text }
        return Expression.literal(literalText + (literalText.contains(":") ? "/128" : "/32"))
    }
}
