/// The look of a report: readable on a phone, sober on paper (A4, page numbers, headings of tables on
/// every page).
enum ReportStyle {
  static let sheet = """
    :root { color-scheme: light; --ink: #1b1b1b; --soft: #595959; --line: #d4d4d4; }
    * { box-sizing: border-box; }
    body { margin: 0; color: var(--ink); background: #fff;
      font: 1rem/1.55 'Noto Sans', 'Segoe UI', 'DejaVu Sans', Helvetica, Arial, sans-serif; }
    main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
    h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .5rem; }
    h2 { font-size: 1.3rem; margin: 2rem 0 .6rem; }
    h3 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
    p, ul, ol { margin: 0 0 1rem; }
    a { color: #00508f; }
    .subtitle { font-size: 1.1rem; color: var(--soft); margin: 0 0 .3rem; }
    .byline, .cut, .source, .empty { color: var(--soft); font-size: .9rem; }
    .scroll { overflow-x: auto; margin: 0 0 1rem; }
    table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
    caption, figcaption, .caption { text-align: left; font-weight: 600; padding: 0 0 .4rem; margin: 0; }
    th, td { padding: .3rem .7rem; text-align: left; vertical-align: top;
      border-bottom: 1px solid var(--line); }
    thead th { border-bottom: 2px solid #8a8a8a; vertical-align: bottom; }
    tbody th { font-weight: inherit; }
    td:first-child { min-width: 7rem; }
    .number { text-align: right; }
    td.number { white-space: nowrap; }
    tr.total > * { font-weight: 700; border-top: 2px solid #8a8a8a; }
    figure { margin: 0 0 1.5rem; }
    figure svg { display: block; max-width: 100%; height: auto; }
    main img { max-width: 100%; height: auto; }
    .footnotes { font-size: .88rem; border-top: 1px solid var(--line); margin-top: 2rem;
      padding-top: .6rem; }
    .narrow { display: none; }
    details { font-size: .9rem; margin: 0 0 1rem; }
    summary { cursor: pointer; color: var(--soft); }
    pre { overflow-x: auto; background: #f5f5f5; padding: .7rem; font-size: .85rem; }
    blockquote { margin: 0 0 1rem; padding-left: 1rem; border-left: 3px solid var(--line);
      color: var(--soft); }
    .notes { font-size: .88rem; color: var(--soft); border-top: 1px solid var(--line);
      margin-top: 2.5rem; }
    .notes h2 { font-size: 1rem; margin: .8rem 0 .4rem; }
    .decree { display: grid; grid-template-columns: 2fr 3fr; gap: 1rem; text-align: center;
      font-size: .95rem; margin-bottom: 1.5rem; }
    .decree p { margin: 0; }
    .decree .ruled { display: inline-block; border-bottom: 1px solid var(--ink); padding-bottom: .15rem; }
    .decree .organ::after { content: ''; display: block; width: 40%; margin: .15rem auto .3rem;
      border-bottom: 1px solid var(--ink); }
    .decree .place { font-style: italic; margin-top: .6rem; }
    .decree-title { text-align: center; margin: 0 0 1.5rem; }
    .decree-title h1 { font-size: 1.25rem; }
    .signature { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-top: 2.5rem;
      break-inside: avoid; }
    .signature .recipients { font-size: .85rem; }
    .signature .recipients p { margin: 0; font-style: italic; font-weight: 700; }
    .signature ul { list-style: '- '; margin: 0; padding-left: .8rem; }
    .signature .signer { text-align: center; }
    .signature .signer p { margin: 0; }
    .signature .signer .name { margin-top: 4.5rem; font-weight: 700; }
    @media (max-width: 40rem) {
      .decree { grid-template-columns: 1fr; }
      th, td { padding: .3rem .35rem; }
      table { font-size: .85rem; }
      td:first-child { min-width: 5rem; }
    }
    @media screen and (max-width: 34rem) {
      .wide { display: none; }
      .narrow { display: block; }
    }
    @page { size: A4; margin: 20mm 15mm 20mm 25mm;
      @bottom-center { content: counter(page); font: 10pt serif; } }
    @media print {
      body { font-family: 'Times New Roman', 'Noto Serif', 'DejaVu Serif', serif; font-size: 12pt; }
      main { max-width: none; padding: 0; }
      .decree { grid-template-columns: 2fr 3fr; }
      thead { display: table-header-group; }
      tr, figure { break-inside: avoid; }
      h2, h3, caption, figcaption { break-after: avoid; }
      .scroll { overflow: visible; }
      details { display: none; }
      a { color: inherit; text-decoration: none; }
    }

    """
}
