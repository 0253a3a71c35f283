import CEL

// What somebody else wrote must not change how the rest is read: not on a terminal, in a log, or on a page.

extension String {
    /// With an escape in place of each character that steers, hides or turns text.
    package var visible: String {
        if isPrintableASCII { return self }
        return unicodeScalars.map { $0.isUnseen ? $0.escape : String($0) }.joined()
    }

    /// The same of several lines, which stay lines, and keep the columns that tabs make.
    package var visibleLines: String {
        unicodeScalars.map { $0 != "\n" && $0 != "\t" && $0.isUnseen ? $0.escape : String($0) }.joined()
    }

    /// The same, cut short with an ellipsis.
    package func visible(upTo charactersMax: Int) -> String {
        let text = String(String.UnicodeScalarView(unicodeScalars.prefix(charactersMax))).visible
        return unicodeScalars.count > charactersMax ? text + "…" : text
    }
}

extension Unicode.Scalar {
    /// It steers a terminal, ends a line, or hides or turns text.
    package var isUnseen: Bool { UnseenCharacter.matches(self) }

    /// It is seen, and means the same to everybody.
    package var isPrintable: Bool {
        switch properties.generalCategory {
        case .privateUse, .unassigned, .surrogate: false
        default: !isUnseen
        }
    }

    /// Made visible, such as `\u{1b}`.
    package var escape: String { UnseenCharacter.escape(self) }
}
