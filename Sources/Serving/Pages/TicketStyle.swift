/// How the pages of tickets look: one column, by day and by night, on a phone as on a screen.
enum TicketStyle {
  /// What allows the style in a policy.
  static let source = PagePolicy.hashSource(text.withUTF8Buffer { unsafe Array($0) })

  /// Text has a contrast of 4.5 at least on its ground, and the ring of what has the focus one of 3.
  static let text: StaticString = """
    :root {
      color-scheme: light dark;
      --ground: #f4f4f2; --raised: #ffffff; --ink: #1b1d21; --soft: #5a606a; --line: #e2e3e6;
      --accent: #1b5fc1; --pressed: #164f9f; --on-accent: #ffffff;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ground: #141518; --raised: #1b1d21; --ink: #e7e8ea; --soft: #a3a9b2; --line: #30333a;
        --accent: #8db8ff; --pressed: #adccff; --on-accent: #10131a;
      }
    }
    * { box-sizing: border-box; }
    html { background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; }
    body {
      margin: 0; min-height: 100vh; min-height: 100svh; padding: 1.5rem 1rem;
      display: flex; align-items: center; justify-content: center;
      font: 1.0625rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
      overflow-wrap: anywhere;
    }
    main {
      width: 100%; max-width: 28rem; padding: 2rem;
      background: var(--raised); border: 1px solid var(--line); border-radius: 0.75rem;
    }
    @media (max-width: 24rem) { main { padding: 1.5rem 1.25rem; } }
    h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; font-weight: 650; text-wrap: balance; }
    p { margin: 0 0 1rem; white-space: pre-line; }
    p:last-child { margin-bottom: 0; }
    time { white-space: nowrap; }
    .soft { color: var(--soft); font-size: 0.9375rem; }
    .help { margin-top: 1.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
    form { margin: 1.5rem 0 1rem; }
    form:last-child { margin-bottom: 0; }
    button, .button {
      display: block; width: 100%; min-height: 3rem; padding: 0.75rem 1.25rem;
      font: inherit; font-weight: 650; text-align: center; text-decoration: none; cursor: pointer;
      color: var(--on-accent); background: var(--accent); border: 2px solid transparent; border-radius: 0.5rem;
    }
    button:hover, .button:hover, button:active, .button:active { background: var(--pressed); }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; }
    code { font: 0.9375em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }

    """
}
