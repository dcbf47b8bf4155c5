"""The style of the review page, which stands within it."""

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --ground: #fbfaf7; --card: #fff; --ink: #22211e; --soft: #68645b; --line: #dcd8cd;
  --del: #8f1d14; --del-ground: #fbe3df; --ins: #14532d; --ins-ground: #dcf3e1; --doubt: #8a5a00;
  --doubt-ground: #fdf0c8; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #171614; --card: #211f1c; --ink: #e9e5db; --soft: #a8a296; --line: #3b3831;
    --del: #ffb3a8; --del-ground: #4a1d18; --ins: #a5e5b7; --ins-ground: #16381f; --doubt: #f2cf77;
    --doubt-ground: #453710; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.75 system-ui, sans-serif; overflow-wrap: anywhere; }
:lang(zh-Hans) { font-family: system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
:lang(zh-Hant) { font-family: system-ui, "PingFang TC", "Noto Sans CJK TC", "Microsoft JhengHei", sans-serif; }
:lang(zh-Hant-HK) { font-family: system-ui, "PingFang HK", "Noto Sans CJK HK", "Microsoft JhengHei", sans-serif; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.25rem; line-height: 1.4; margin: 0; }
h3 { font-size: .875rem; color: var(--soft); margin: 1rem 0 0; }
header p, .path { margin: .25rem 0 1rem; color: var(--soft); }
a { color: inherit; }
article { margin: 2rem 0 0; padding: 1.5rem 0 0; border-top: 1px solid var(--line); }
.row { display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem; margin: .75rem 0; padding: .5rem .75rem;
  background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
.before, .after { white-space: pre-wrap; min-width: 0; }
.before { color: var(--soft); }
.before:empty, .after:empty { display: none; }
.same { background: none; border-color: transparent; padding-block: 0; }
.same .before { display: none; }
.before:not(:empty) + .after:not(:empty) { border-top: 1px dashed var(--line); padding-top: .25rem; }
.same .after { border: 0 !important; }
.note { grid-column: 1 / -1; font: .875rem/1.7 system-ui, sans-serif; border-top: 1px dashed var(--line);
  padding-top: .25rem; }
.note ol, article ul { margin: 0; padding-left: 1.75rem; }
details { margin: 1rem 0; font-size: .875rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .25rem .75rem .25rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
th { font-weight: normal; color: var(--soft); white-space: nowrap; }
td:last-child { color: var(--soft); padding-right: 0; }
summary { cursor: pointer; padding: .5rem 0; color: var(--soft); }
del, ins, mark { border-radius: .2em; padding: 0 .1em; text-decoration-thickness: .08em; }
del { color: var(--del); background: var(--del-ground); }
ins { color: var(--ins); background: var(--ins-ground); text-decoration: underline; }
.doubt { color: var(--doubt); background: var(--doubt-ground); outline: 1px solid currentColor; }
.kept { color: inherit; background: var(--ins-ground); }
.block { display: block; margin: .25rem 0; padding: .1rem .4rem; }
.nothing::before { content: "\\2038"; }
.gone .note { border: 0; padding: 0; }
.gone { padding-block: .25rem; margin: .25rem 0; }
.gone .before:not(:empty) + .after:not(:empty) { border: 0; padding: 0; }
.state, .open { display: inline-block; font: .75rem/1.5 system-ui, sans-serif; padding: 0 .4em;
  border: 1px solid currentColor; border-radius: .3em; margin-right: .5em; }
.open { color: var(--doubt); }
.code { font: .75em/1 ui-monospace, monospace; border: 1px solid currentColor; border-radius: .2em; padding: 0 .15em; }
.note code { white-space: nowrap; }
code { font: .875em/1.5 ui-monospace, "Cascadia Mono", Menlo, monospace; background: var(--ground);
  border: 1px solid var(--line); border-radius: .25em; padding: 0 .3em; user-select: all; }
.warning { color: var(--doubt); margin: .25rem 0; }
@media (min-width: 48rem) {
  body { padding: 2rem; }
  .row { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: .25rem 1.5rem; }
  .before:empty, .after:empty { display: block; }
  .same .before { display: block; }
  .before:not(:empty) + .after:not(:empty) { border: 0; padding: 0; }
}
@media print { .row { break-inside: avoid; } }
"""
