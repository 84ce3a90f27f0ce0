package org.pushforward.jobs.report;

/**
 * The style sheets. Colours are Okabe and Ito's, which the colour-blind tell apart; none of the
 * texts needs escaping.
 */
final class Style {
  private Style() {}

  /** What a drawing needs, alone or in the page. */
  static final String PLOT =
      """
      :root { --paper: #ffffff; --ink: #1b1e23; --soft: #5b6470; --line: #c9ced6; --fit: #0072b2; --part: #009e73; --part2: #cc79a7;
        --accent: #d55e00; --band: #0072b2; color-scheme: light dark }
      @media (prefers-color-scheme: dark) { :root { --paper: #14171b; --ink: #e8eaed; --soft: #a2abb6; --line: #3a424c; --fit: #56b4e9;
        --part: #2cc79b; --part2: #e59cc4; --accent: #f0a04b; --band: #56b4e9 } }
      @media print { :root { --paper: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --fit: #0072b2; --part: #009e73;
        --part2: #cc79a7; --accent: #d55e00; --band: #0072b2 } }
      .plot { font: 13px "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif; fill: none }
      .plot text { fill: var(--ink) }
      .plot .label { font-size: 12px; font-variant-numeric: tabular-nums }
      .plot .title { font-size: 14px }
      .plot .key { font-size: 12.5px }
      .plot .soft { fill: var(--soft); font-size: 12px }
      .plot .middle { text-anchor: middle }
      .plot .end { text-anchor: end }
      .plot .paper { fill: var(--paper) }
      .plot .frame, .plot .tick { stroke: var(--ink); stroke-width: 1 }
      .plot .fit { stroke: var(--fit); stroke-width: 2; stroke-linejoin: round }
      .plot .part0 { stroke: var(--part); stroke-width: 1.6; stroke-dasharray: 6 4 }
      .plot .part1 { stroke: var(--accent); stroke-width: 1.6; stroke-dasharray: 2 3 }
      .plot .part2 { stroke: var(--part2); stroke-width: 1.6; stroke-dasharray: 9 3 2 3 }
      .plot .bar { stroke: var(--ink); stroke-width: 1.1 }
      .plot .data { fill: var(--ink) }
      .plot .zero { stroke: var(--soft); stroke-width: 1 }
      .plot .band1 { fill: var(--band); fill-opacity: .15 }
      .plot .band2 { fill: var(--band); fill-opacity: .08 }
      .plot .level { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4 }
      .plot .edge { stroke: var(--fit); stroke-width: 1 }
      .plot .shaft { stroke: var(--accent); stroke-width: 1.8 }
      .plot .under { stroke: var(--fit); stroke-width: 1.4; stroke-opacity: .75 }
      .plot .head { fill: var(--accent) }
      .plot .scan { fill: var(--fit) }
      .plot .best { fill: var(--paper); stroke: var(--ink); stroke-width: 2 }
      """;

  /** What the page adds. */
  static final String PAGE =
      """
      html { background: var(--paper); color: var(--ink); font: 16px/1.5 "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif }
      body { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
      h1 { font-size: 2rem; line-height: 1.2; margin: 0; letter-spacing: -.01em; overflow-wrap: anywhere }
      h2 { font-size: 1.25rem; margin: 2.6rem 0 .7rem; padding-top: .6rem; border-top: 1px solid var(--line) }
      p { margin: .5rem 0 }
      .soft, figcaption { color: var(--soft) }
      .model { margin: 1rem 0 0; font-size: 1rem }
      code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em }
      pre { padding: .8rem 1rem; border: 1px solid var(--line); border-radius: 6px; overflow-x: auto; white-space: pre-wrap }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: .6rem 0 }
      th { font-weight: 600; text-align: left }
      th, td { padding: .28rem 1.1rem .28rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline }
      thead th { border-bottom: 1.5px solid var(--ink) }
      .number { text-align: right; white-space: nowrap }
      .beside { display: flex; flex-wrap: wrap; gap: 1rem 3.5rem }
      h3 { font-size: 1rem; margin: .6rem 0 0 }
      .heat th, .heat td { padding: .35rem .7rem; border: 2px solid var(--paper); text-align: right }
      .heat thead th { border-bottom: 2px solid var(--paper) }
      .state { font-weight: 600 }
      .warning { border-left: 4px solid var(--accent); padding: .35rem .9rem; margin: .6rem 0 }
      figure { margin: 1.2rem 0 1.6rem; break-inside: avoid }
      figure svg { width: 100%; height: auto; display: block }
      figcaption { font-size: .9rem; margin-top: .35rem }
      .scroll { overflow-x: auto }
      @media print { body { max-width: none; padding: 0 } h2, table { break-inside: avoid } h2 { break-after: avoid } }
      """;
}
