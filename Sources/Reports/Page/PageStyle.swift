/// How the page looks: on a screen, by day and by night, on a phone, and on paper.
enum PageStyle {
  static let text = colors + page + tables + findings + narrow + paper

  /// Text has a contrast of 4.5 at least on its ground, and parts of the bar one of 3.
  private static let colors = """
    :root {
      --ground: #fcfcfb; --raised: #ffffff; --ink: #1b1d21; --soft: #5a606a; --line: #e2e3e6;
      --good: #17713f; --warning: #8a5100; --bad: #b3261e; --info: #1b5fc1; --calm: #4c535d;
      --good-ground: #e7f4ec; --warning-ground: #fbf0dc; --bad-ground: #fbe9e7;
      --info-ground: #e6effb; --calm-ground: #eeeff1;
      --new: #2467c9; --changed: #7b55c7; --unchanged: #8b929c; --held: #b87a0f;
      --suppressed: #4c535d; --rejected: #c43c31;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #141518; --raised: #1b1d21; --ink: #e7e8ea; --soft: #a3a9b2; --line: #30333a;
        --good: #6fcf97; --warning: #eab35a; --bad: #ff9a8f; --info: #8db8ff; --calm: #b6bcc5;
        --good-ground: #17301f; --warning-ground: #352812; --bad-ground: #3b1c19;
        --info-ground: #182b47; --calm-ground: #272a30;
        --new: #5b93ea; --changed: #a489ea; --unchanged: #767d88; --held: #d99a34;
        --suppressed: #b6bcc5; --rejected: #ee6f63;
      }
    }

    """

  private static let page = """
    * { box-sizing: border-box; }
    html { background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; }
    body {
      margin: 0 auto; max-width: 56rem; padding: 3rem 2rem 4rem;
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
      font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
    }
    p { margin: 0; }
    code { font: 0.875em/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
    .soft { color: var(--soft); font-weight: 400; }
    .below { display: block; }
    .good { color: var(--good); } .warning { color: var(--warning); } .bad { color: var(--bad); }
    .info { color: var(--info); } .calm { color: var(--soft); }
    body.good, body.warning, body.bad, body.info, body.calm { color: var(--ink); }
    .kind { color: var(--soft); font-size: 0.875rem; }
    h1 { font-size: 2rem; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; margin: 0.25rem 0 1.25rem; }
    h2 { font-size: 1.125rem; line-height: 1.3; font-weight: 650; margin: 0 0 0.75rem; }
    section { margin-top: 2.75rem; }
    .status {
      display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.5rem 0.875rem;
      font-size: 1.125rem; line-height: 1.45;
    }
    .status span { flex: 1 1 20rem; }
    .word {
      padding: 0.125rem 0.75rem; border-radius: 999px; font-weight: 650; white-space: nowrap;
      color: var(--calm); background: var(--calm-ground);
    }
    body.good .word { color: var(--good); background: var(--good-ground); }
    body.warning .word { color: var(--warning); background: var(--warning-ground); }
    body.bad .word { color: var(--bad); background: var(--bad-ground); }
    body.info .word { color: var(--info); background: var(--info-ground); }
    .failure { margin-top: 1.25rem; padding: 0.25rem 0 0.25rem 1rem; border-left: 3px solid var(--bad); }
    body.warning .failure { border-color: var(--warning); }
    .failure .soft { margin-top: 0.25rem; }
    .facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(13.5rem, 1fr)); gap: 1rem 1.5rem; margin: 1.5rem 0 0; }
    h2 + .facts { margin-top: 0; }
    dt { color: var(--soft); font-size: 0.8125rem; }
    dd { margin: 0; }
    dd .below { font-size: 0.875rem; }
    .steps { margin: 0; padding: 0 0 0 1.5rem; }
    .steps li { padding-left: 0.25rem; max-width: 44rem; }
    .steps li + li { margin-top: 0.5rem; }
    .steps li::marker { color: var(--soft); }
    footer { margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.8125rem; }

    """

  private static let tables = """
    .bar { display: block; width: 100%; height: 0.875rem; border-radius: 4px; overflow: hidden; margin-bottom: 0.75rem; }
    .fill-new { fill: var(--new); background: var(--new); }
    .fill-changed { fill: var(--changed); background: var(--changed); }
    .fill-unchanged { fill: var(--unchanged); background: var(--unchanged); }
    .fill-held { fill: var(--held); background: var(--held); }
    .fill-suppressed { fill: var(--suppressed); background: var(--suppressed); }
    .fill-rejected { fill: var(--rejected); background: var(--rejected); }
    .swatch { display: inline-block; width: 0.625rem; height: 0.625rem; border-radius: 2px; margin-right: 0.625rem; }
    caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    table { width: 100%; border-collapse: collapse; position: relative; }
    th, td { padding: 0.5rem 1.25rem 0.5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { color: var(--soft); font-size: 0.8125rem; font-weight: 400; padding-top: 0; }
    tbody th { font-weight: 500; }
    tbody tr:last-child > * { border-bottom: 0; }
    .number { text-align: right; white-space: nowrap; }
    .counts .soft { margin-left: 0.5rem; font-size: 0.875rem; }
    .zero th, .zero td { color: var(--soft); }
    .zero .swatch { opacity: 0.35; }
    .limits th code { overflow-wrap: break-word; }
    th .below { margin-top: 0.125rem; font-size: 0.875rem; }
    .tag {
      display: inline-block; padding: 0 0.5rem; border-radius: 4px; font-size: 0.8125rem; line-height: 1.375rem;
      font-weight: 500; color: var(--calm); background: var(--calm-ground); overflow-wrap: normal;
    }
    .tag.good { color: var(--good); background: var(--good-ground); }
    .tag.warning { color: var(--warning); background: var(--warning-ground); }
    .tag.bad, .tag.error { color: var(--bad); background: var(--bad-ground); }

    """

  private static let findings = """
    details { border-top: 1px solid var(--line); }
    details:last-of-type { border-bottom: 1px solid var(--line); }
    summary { display: flex; align-items: baseline; gap: 0.75rem; padding: 0.625rem 0; cursor: pointer; list-style: none; }
    summary::-webkit-details-marker { display: none; }
    summary::before {
      content: ""; flex: none; width: 0.4375rem; height: 0.4375rem; margin: 0 0.125rem 0 0.125rem;
      border: solid var(--soft); border-width: 0 1.5px 1.5px 0; transform: translateY(-0.125rem) rotate(-45deg);
    }
    details[open] > summary::before { transform: translateY(-0.1875rem) rotate(45deg); }
    summary:hover .what > code:first-child { text-decoration: underline; text-underline-offset: 0.2em; }
    summary:focus-visible { outline: 2px solid var(--info); outline-offset: 2px; border-radius: 4px; }
    summary .tag { flex: none; min-width: 4.25rem; text-align: center; }
    summary .what { flex: 1; min-width: 0; }
    summary .what > code { font-weight: 650; }
    summary .what > .rule { font-weight: 400; color: var(--soft); }
    summary .what > .rule::before { content: "· "; }
    summary .number { font-weight: 650; }
    .inside { padding: 0 0 1.25rem 1.5rem; }
    .inside > p + table { margin-top: 1rem; }
    .inside > table + p { margin-top: 0.625rem; }
    .label { color: var(--soft); margin-right: 0.375rem; }
    .found { font-size: 0.9375rem; }
    .found td:first-child { width: 26%; }
    .found td:nth-child(2) { width: 16%; }
    .found td .below { color: var(--soft); font-size: 0.875rem; }
    .excerpt { padding: 0.0625rem 0.3125rem; border-radius: 3px; background: var(--calm-ground); unicode-bidi: isolate; -webkit-box-decoration-break: clone; box-decoration-break: clone; }

    """

  private static let narrow = """
    @media (max-width: 40rem) {
      body { padding: 1.5rem 1.125rem 3rem; }
      h1 { font-size: 1.625rem; }
      section { margin-top: 2.25rem; }
      .facts { grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: 0.875rem 1.25rem; }
      .counts .soft { display: block; margin-left: 1.25rem; }
      th, td { padding-right: 0.75rem; }
      summary { flex-wrap: wrap; gap: 0.25rem 0.625rem; }
      summary .what { order: 3; flex: 1 0 100%; padding-left: 1.1875rem; }
      summary .number { margin-left: auto; }
      .inside { padding-left: 1.1875rem; }
      .found thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .found, .found tbody, .found tr, .found td { display: block; width: auto !important; }
      .found tr { padding: 0.625rem 0; border-bottom: 1px solid var(--line); }
      .found tr:last-child { border-bottom: 0; }
      .found td { padding: 0; border: 0; }
      .found td:empty { display: none; }
      .found td + td { margin-top: 0.25rem; }
    }

    """

  private static let paper = """
    @media print {
      :root {
        --ground: #ffffff; --raised: #ffffff; --ink: #000000; --soft: #4a4f57; --line: #c9cbd0;
        --good: #17713f; --warning: #7a4800; --bad: #b3261e; --info: #1b5fc1; --calm: #4c535d;
        --good-ground: #e7f4ec; --warning-ground: #fbf0dc; --bad-ground: #fbe9e7;
        --info-ground: #e6effb; --calm-ground: #eeeff1;
        --new: #2467c9; --changed: #7b55c7; --unchanged: #8b929c; --held: #b87a0f;
        --suppressed: #4c535d; --rejected: #c43c31;
      }
      @page { margin: 18mm 16mm; }
      html { font-size: 9.5pt; }
      body { max-width: none; padding: 0; font-size: 1rem; }
      h1, h2, summary, thead { break-after: avoid; }
      tr, summary, .steps li { break-inside: avoid; }
      .bar, .swatch, .tag, .word, .excerpt { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
      details::details-content { content-visibility: visible; display: block; height: auto; }
      summary::before { display: none; }
      .inside { padding-left: 0; }
    }
    """
}
