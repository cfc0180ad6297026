/** The style sheet of the HTML export: the window's calm look with the reader's own fonts, in light, dark and on paper. */

export const htmlStyle = `
:root{color-scheme:light dark;--page:light-dark(#fbfbfa,#161617);--card:light-dark(#fff,#1d1d1f);--text:light-dark(#1d1d1f,#ececee);
--subtle:light-dark(#5f5f66,#a5a5ad);--line:light-dark(#e4e4e2,#303034);--code:light-dark(#f4f4f2,#242427);
--user:light-dark(#1a6fb5,#7cb8ee);--assistant:light-dark(#2f7d4f,#7fcf9d);--tool:light-dark(#8a5a00,#e0b25c);
--system:light-dark(#6b6b72,#a5a5ad);--reasoning:light-dark(#7a4fb0,#bd9ceb);--danger:light-dark(#b3261e,#ff8a80)}
*{box-sizing:border-box}
body{margin:0;padding:40px 20px;background:var(--page);color:var(--text);
font:14px/1.55 Inter,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;-webkit-font-smoothing:antialiased}
main{max-width:820px;margin:0 auto}
article{margin:0 0 72px}
article+article{border-top:1px solid var(--line);padding-top:48px}
h1{font-size:20px;line-height:1.3;margin:0 0 4px;overflow-wrap:anywhere}
h2{font-size:11px;letter-spacing:.06em;text-transform:uppercase;color:var(--subtle);margin:32px 0 10px}
.place{margin:0 0 16px;color:var(--subtle);font:12px/1.5 "JetBrains Mono",ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 16px;margin:0;font-size:13px;font-variant-numeric:tabular-nums}
dt{color:var(--subtle)}dd{margin:0;overflow-wrap:anywhere}
.message{background:var(--card);border:1px solid var(--line);border-left:3px solid var(--role,var(--line));border-radius:6px;
padding:12px 16px;margin:0 0 10px}
.role{margin:0 0 6px;font-size:12px;font-weight:600;color:var(--role,var(--subtle))}
.user{--role:var(--user)}.assistant{--role:var(--assistant)}.tool{--role:var(--tool)}.system{--role:var(--system)}
.error{--role:var(--danger)}
.prose{margin:0 0 10px;white-space:pre-wrap;overflow-wrap:anywhere}
.message>:last-child{margin-bottom:0}
.reasoning{border-left:2px solid var(--reasoning);padding-left:12px;margin:0 0 10px;color:var(--subtle)}
.call{margin:0 0 6px;font-size:13px}.call b{font-family:"JetBrains Mono",ui-monospace,Menlo,Consolas,monospace;font-weight:600;overflow-wrap:anywhere}
pre{margin:0 0 10px;padding:10px 12px;background:var(--code);border-radius:5px;white-space:pre-wrap;overflow-wrap:anywhere;
font:12px/1.5 "JetBrains Mono",ui-monospace,Menlo,Consolas,monospace;tab-size:2}
details{margin:0 0 10px}summary{cursor:pointer;color:var(--subtle);font-size:13px;padding:3px 0}
details[open]>summary{margin-bottom:6px}
img{max-width:100%;border-radius:5px;display:block;margin:0 0 10px}
table{border-collapse:collapse;width:100%;font-size:12px;font-variant-numeric:tabular-nums}
td,th{text-align:left;vertical-align:top;padding:3px 12px 3px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{color:var(--subtle);font-weight:500}td.number,th.number{text-align:right}
footer{max-width:820px;margin:0 auto;color:var(--subtle);font-size:12px}
@media print{:root{color-scheme:light}body{padding:0;background:none;font-size:10.5pt}main,footer{max-width:none}
article+article{break-before:page;border:0;padding:0}.message{break-inside:auto;background:none}
h1,h2,.role,.call{break-after:avoid}pre{font-size:8.5pt}
details::details-content{content-visibility:visible;display:block}details>*{display:revert}summary{list-style:none}}
`.trim();
