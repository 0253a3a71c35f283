import Playbooks

/// Collects the elements of a picture. Lengths are pixels; texts are escaped here and nowhere else.
struct SVGCanvas {
    struct Rectangle {
        var x: Int
        var y: Int
        var width: Int
        var height: Int

        var middle: Int { x + width / 2 }
        var right: Int { x + width }
        var bottom: Int { y + height }
    }

    private var elements: [String] = []

    mutating func box(_ rectangle: Rectangle, _ style: String, radius: Int = 6) {
        elements.append(
            "<rect class=\"\(style)\" x=\"\(rectangle.x)\" y=\"\(rectangle.y)\" width=\"\(rectangle.width)\" "
                + "height=\"\(rectangle.height)\" rx=\"\(radius)\"/>"
        )
    }

    mutating func text(_ text: String, x: Int, y: Int, _ style: String) {
        elements.append("<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\">\(Self.escaped(text))</text>")
    }

    /// A name, and beside it what it is: the reader's own font decides how wide the name is.
    mutating func title(_ title: String, _ kind: String, x: Int, y: Int) {
        elements.append(
            "<text x=\"\(x)\" y=\"\(y)\"><tspan class=\"title\">\(Self.escaped(title))</tspan>"
                + "<tspan class=\"kind\" dx=\"9\">\(Self.escaped(kind))</tspan></text>"
        )
    }

    mutating func arrow(_ path: String, _ style: String = "arrow") {
        elements.append("<path class=\"\(style)\" d=\"\(path)\" marker-end=\"url(#tip)\"/>")
    }

    func document(width: Int, height: Int, title: String, summary: String) -> String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
        role="img" aria-labelledby="title summary">
        <title id="title">\(Self.escaped(title))</title>
        <desc id="summary">\(Self.escaped(summary))</desc>
        <style>
        \(Self.style)
        </style>
        <defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>
        <rect class="page" width="\(width)" height="\(height)"/>
        \(elements.joined(separator: "\n"))
        </svg>

        """
    }

    private static let style = """
        svg{--page:#fff;--ink:#1c2330;--soft:#5b6675;--line:#c3cbd6;--box:#f7f9fb;--frame:#fff;--touches:#b45309;\
        --reversible:#1d5fbf;--final:#b42318;--asks:#6d3fb8;--proves:#11734b;font-family:ui-sans-serif,system-ui,\
        "Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        @media(prefers-color-scheme:dark){svg{--page:#12161d;--ink:#e8edf4;--soft:#9aa7b8;--line:#3b4656;--box:#1b212b;\
        --frame:#161b23;--touches:#f0a45a;--reversible:#7db2ff;--final:#ff8a80;--asks:#c3a3ff;--proves:#6fd3a5}}
        .page{fill:var(--page)}.box{fill:var(--box);stroke:var(--line)}.frame{fill:var(--frame);stroke:var(--line)}
        .start{fill:var(--box);stroke:var(--ink);stroke-width:1.5}.title{font-size:14px;font-weight:600;fill:var(--ink)}
        .kind{font-size:12px;fill:var(--soft)}.note{font-size:11.5px;fill:var(--soft);font-family:ui-monospace,\
        SFMono-Regular,Menlo,Consolas,monospace}.head{font-size:18px;font-weight:650;fill:var(--ink)}
        .touches{fill:var(--touches)}.reversible{fill:var(--reversible)}.final{fill:var(--final)}.asks{fill:var(--asks)}
        .proves{fill:var(--proves)}.badge{font-size:11.5px;font-weight:600}
        .arrow{fill:none;stroke:var(--soft);stroke-width:1.3}.jump{fill:none;stroke:var(--final);stroke-width:1.3;\
        stroke-dasharray:4 3}.tip{fill:var(--soft)}
        """

    /// For text and for attributes. What XML cannot hold is replaced.
    private static func escaped(_ text: String) -> String {
        DisplayText.harmless(text).unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&#39;"
            default: String(scalar)
            }
        }.joined()
    }
}
