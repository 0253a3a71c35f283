/// How a report looks: on paper and on screens, in light and in dark.
enum ReportStyle {
    static var css: String { "\(text)" }

    static let text: StaticString = """
        :root {
          --paper: #ffffff; --ink: #1b1f24; --quiet: #545d68; --rule: #d0d7de; --stripe: #f3f5f7;
          --good: #1a7f37; --open: #8a5300; --bad: #b3202b; --drill: #5a4fcf; --sent: #0a5fc2;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #0f1419; --ink: #e6e9ed; --quiet: #a3adb8; --rule: #39424d; --stripe: #181f27;
            --good: #56d16f; --open: #e8b04a; --bad: #ff8b84; --drill: #a8a1ff; --sent: #76b5ff;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; padding: 1.5rem; max-width: 72rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
        }
        h1 { margin: 0; font-size: 1.6rem; overflow-wrap: anywhere; }
        h2 { margin: 2.5rem 0 .5rem; padding-bottom: .25rem; border-bottom: 1px solid var(--rule); font-size: 1.25rem; }
        h3 { margin: 1.5rem 0 .25rem; font-size: 1.05rem; }
        p, li { max-width: 48rem; overflow-wrap: anywhere; }
        .kicker, .note, footer { color: var(--quiet); font-size: .9rem; }
        .kicker { margin: 0; }
        .outcome { margin: 1rem 0; padding: .75rem 1rem; border: 1px solid var(--rule); border-left: .5rem solid var(--tone); }
        .outcome p { margin: 0; }
        .outcome .headline { color: var(--tone); font-size: 1.4rem; font-weight: 700; }
        .good { --tone: var(--good); }
        .open { --tone: var(--open); }
        .bad { --tone: var(--bad); }
        .drill { --tone: var(--drill); }
        .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: .75rem 1.5rem; margin: 1rem 0; }
        dt { color: var(--quiet); font-size: .85rem; }
        dd { margin: 0; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        :focus-visible { outline: 3px solid var(--sent); outline-offset: 2px; }
        .timeline { display: block; width: 100%; min-width: 44rem; height: auto; font-size: 13px; }
        .timeline text { fill: var(--ink); }
        .timeline .stripe { fill: var(--stripe); }
        .timeline .tick { stroke: var(--rule); }
        .confirmed { --tone: var(--good); }
        .handed-over { --tone: var(--sent); }
        .rehearsed { --tone: var(--drill); }
        .failed { --tone: var(--bad); }
        .unknown { --tone: var(--open); }
        .wait { --tone: var(--quiet); }
        .decision { --tone: var(--drill); }
        .event { --tone: var(--ink); }
        .span rect { fill: var(--tone); }
        .span.wait rect { fill: none; stroke: var(--tone); stroke-dasharray: 4 3; }
        .timeline .span .sign, .legend .sign { fill: var(--tone); color: var(--tone); font-weight: 700; }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .5rem 0; padding: 0; list-style: none; font-size: .9rem; }
        table { width: 100%; margin: 1rem 0; border-collapse: collapse; font-size: .875rem; }
        caption { padding: .25rem 0; color: var(--quiet); text-align: left; }
        th, td { padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: top; }
        td { min-width: 6.5rem; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
        td:first-child { min-width: 0; }
        td:first-child, td[data-column="Time"], td[data-column="Action"] { white-space: nowrap; overflow-wrap: normal; }
        pre { margin: .5rem 0; padding: .75rem; overflow-x: auto; background: var(--stripe); font-size: .8rem; }
        @media screen and (max-width: 44rem) {
          body { padding: 1rem; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          table, caption, tbody, tr, td { display: block; }
          tr { padding: .5rem 0; border-bottom: 1px solid var(--rule); }
          td { display: grid; min-width: 0; grid-template-columns: 7rem 1fr; gap: .5rem; padding: .1rem 0; border: 0; }
          td::before { content: attr(data-column); color: var(--quiet); }
          td:empty { display: none; }
        }
        @media print {
          :root {
            --paper: #ffffff; --ink: #000000; --quiet: #444444; --rule: #999999; --stripe: #f3f3f3;
            --good: #1a7f37; --open: #8a5300; --bad: #b3202b; --drill: #5a4fcf; --sent: #0a5fc2;
          }
          @page { margin: 15mm; }
          body { max-width: none; padding: 0; font-size: 10pt; }
          table { font-size: 8pt; }
          td { min-width: 4.5rem; }
          .scroll { overflow: visible; }
          .timeline { min-width: 0; }
          pre { white-space: pre-wrap; overflow-wrap: anywhere; }
          tr, pre, svg, .outcome { break-inside: avoid; }
          h2, h3 { break-after: avoid; }
          thead { display: table-header-group; }
        }
        """
}
