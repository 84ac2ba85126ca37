/** How a report looks: both themes, on paper, and nothing fetched. */

export const REPORT_STYLE = `:root{color-scheme:light dark;--bg:#f7f8fa;--surface:#fff;--line:#e2e6ec;--text:#141a24;--muted:#566173;--accent:#2456d6;--up:#0b7a5b;--down:#b4381f;--warn:#8a5a00}
@media(prefers-color-scheme:dark){:root{--bg:#0e1219;--surface:#161c26;--line:#2a3342;--text:#e8ecf3;--muted:#9aa6b8;--accent:#7aa2ff;--up:#45c9a0;--down:#ff8a6b;--warn:#e8b04a}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:960px;margin:0 auto;padding:24px 16px 48px}
h1{font-size:20px;font-weight:600;margin:0}
h2{font-size:16px;font-weight:600;margin:0 0 8px}
h3{font-size:13px;font-weight:600;margin:16px 0 4px;color:var(--muted)}
header p{margin:4px 0 0;color:var(--muted)}
section{background:var(--surface);border:1px solid var(--line);border-radius:8px;padding:16px;margin-top:16px}
ul{margin:0;padding-left:18px}
li{margin:2px 0}
.alarm{border-color:var(--down)}
.alarm h2,.down{color:var(--down)}
.up{color:var(--up)}
.warn{color:var(--warn)}
.muted,.none,figcaption{color:var(--muted)}
.none{margin:0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:13px}
th{font-weight:500;color:var(--muted);font-size:12px;white-space:nowrap}
th,td{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:break-word}
tr:last-child td{border-bottom:0}
.n{text-align:right;white-space:nowrap}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:12px;margin:0}
dt{color:var(--muted);font-size:12px}
dd{margin:0;font-size:16px;font-weight:500}
figure{margin:16px 0 0}
svg{display:block;width:100%;height:auto}
svg text{fill:var(--muted);font-size:12px}
.grid{stroke:var(--line)}
.half{stroke:var(--muted);stroke-dasharray:3 3}
.own{stroke:var(--accent);fill:none;stroke-width:2}
.spy{stroke:var(--warn);fill:none;stroke-width:1.5;stroke-dasharray:4 3}
.cash{stroke:var(--muted);fill:none;stroke-width:1.5;stroke-dasharray:1 3}
.fall{fill:var(--down);opacity:.35}
.bar{fill:var(--accent)}
.sure{stroke:var(--text);stroke-width:1.5}
svg .own-text{fill:var(--accent)}
svg .spy-text{fill:var(--warn)}
svg .cash-text{fill:var(--muted)}
@media(max-width:600px){svg text{font-size:20px}}
@media print{:root{color-scheme:light;--bg:#fff;--surface:#fff;--line:#ccd2da;--text:#000;--muted:#444c58;--accent:#1c46b0;--up:#075e45;--down:#96290f;--warn:#6d4700}
main{max-width:none;padding:0}
section{border:0;border-top:1px solid var(--line);border-radius:0;padding:12px 0;break-inside:auto}
h2,h3{break-after:avoid}
tr,figure,dl{break-inside:avoid}
thead{display:table-header-group}
.scroll{overflow:visible}}`
