#include "digest/style.h"

namespace horizon::digest {

std::string_view style_sheet() {
  // Contrast on paper is at least 4.5 for text and 3 for graphics that mean something, both modes.
  // local() names fonts of the reader's own machine: with the Latin font first, Chinese quotes and
  // dashes must still come out full width.
  static constexpr std::string_view kStyle = R"css(
@font-face{font-family:HorizonQuotes;src:local("PingFang SC"),local("Microsoft YaHei"),local("Noto Sans CJK SC"),local("Source Han Sans SC");unicode-range:U+2014,U+2018-2019,U+201C-201D,U+2026}
:root{color-scheme:light dark;--paper:#fdfcfa;--panel:#f5f3ee;--ink:#1b2025;--ink2:#464f58;--ink3:#626b74;--hair:#d8d4ca;--edge:#8b8f92;--link:#174f80;--data:#1f5a8c;--band:#c5d9e8;--up:#a2430f;--upband:#f2d3bd;--r1:#1f5a8c;--r2:#cf7c2e;--r3:#0f5f56;--r4:#a27fb8;--r5:#5f6300;--rx:#8d9090;--d3:#2a699d;--d2:#85b0d1;--d1:#d3e2ed;--z0:#f0ede6;--u1:#f7dfcc;--u2:#e6a67d;--u3:#ab4a17;--on3:#fff;--on2:#1b2025}
@media (prefers-color-scheme:dark){:root{--paper:#14171a;--panel:#1c2024;--ink:#e9e7e2;--ink2:#bfc2c3;--ink3:#9ba1a6;--hair:#353a3f;--edge:#737a80;--link:#8fc1ea;--data:#7fb6e3;--band:#274055;--up:#f09b68;--upband:#553320;--r1:#5fa0d6;--r2:#f0b47c;--r3:#2f9c8d;--r4:#d9bfe6;--r5:#9a9d2e;--rx:#777d82;--d3:#79b6e6;--d2:#2f6690;--d1:#243a4b;--z0:#23272b;--u1:#46301f;--u2:#8f4a22;--u3:#f2a06c;--on3:#101316;--on2:#fff}}
*,*::before{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font-size:15px;font-variant-numeric:lining-nums;overflow-wrap:break-word}
:lang(en){font-family:Helvetica,Arial,"Liberation Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;line-height:1.5}
:lang(zh){font-family:HorizonQuotes,Helvetica,Arial,"Liberation Sans","PingFang SC","Hiragino Sans GB","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",sans-serif;line-height:1.68;line-break:strict;text-autospace:normal;text-spacing-trim:space-first}
h1,h2,h3,p,ul,dl,dd,table,figure{margin:0;padding:0}
ul{list-style:none}
h1,h2,h3,.lede{line-height:1.3}
.serif:lang(en){font-family:Charter,"Iowan Old Style",Georgia,Cambria,"Liberation Serif",serif}
.serif:lang(zh){font-family:"Songti SC","Noto Serif CJK SC","Source Han Serif SC",STZhongsong,"Microsoft YaHei",serif;line-height:1.45}
h2:lang(en),h3:lang(en){text-wrap:balance}
a{color:var(--link);text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:.18em}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--up);outline-offset:2px}
.page{max-width:1160px;margin:0 auto;padding:0 24px}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;padding:8px;background:var(--paper);z-index:2}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.small{font-size:13px}.note{font-size:12px;color:var(--ink3)}.quiet{color:var(--ink2)}.num{text-align:right;white-space:nowrap}.keep{white-space:nowrap}
.rise{color:var(--up)}.fall{color:var(--data)}
.defs{position:absolute}
svg{display:block;overflow:visible}
.ratio,.share{width:100%}
.ax{stroke:var(--edge);stroke-width:1}.band{fill:var(--band)}.line{fill:none;stroke:var(--data);stroke-width:1.8;stroke-linejoin:round}
.dot{fill:var(--data)}.hollow{fill:var(--paper);stroke:var(--data);stroke-width:1.6}.link{stroke:var(--data);stroke-width:1.3;stroke-dasharray:2 3}
.spark .bar{stroke:var(--edge);stroke-width:1.4}.ratio .bar{stroke:var(--band);stroke-width:7}.ratio .bar.up{stroke:var(--upband)}
.dot.up,.cut.up{fill:var(--up)}.cut{fill:var(--data)}.one{stroke:var(--edge);stroke-dasharray:2 2}
.k-1{fill:var(--r1)}.k-2{fill:var(--r2)}.k-3{fill:var(--r3)}.k-4{fill:var(--r4)}.k-5{fill:var(--r5)}.k-x{fill:var(--rx)}.k-none{fill:url(#hatch)}
.hatch-ground{fill:var(--paper)}.hatch-line{stroke:var(--edge);stroke-width:1.6}.gap{stroke:var(--paper);stroke-width:2}
.mast{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:flex-end;gap:4px 24px;padding:22px 0 8px;border-bottom:3px solid var(--ink)}
.mast h1{font-size:34px;line-height:1.15}.mast h1 small{font-size:15px;font-weight:400;color:var(--ink2);margin-left:12px;white-space:nowrap}
.mast .when{text-align:right;font-size:13px;color:var(--ink2)}.mast .when b{display:block;font-size:22px;line-height:1.25;color:var(--ink)}
.lede{font-size:20px;padding:16px 0;max-width:44em}
.front{display:grid;grid-template-columns:minmax(0,1fr) 276px;gap:36px;border-top:1px solid var(--hair);padding-top:16px}
h2.label{font-size:13px;line-height:1.5;border-top:1px solid var(--ink);padding:4px 0 6px}
h2.part{font-size:20px;border-top:2px solid var(--ink);padding-top:8px;margin-top:36px}
.intro{font-size:13px;color:var(--ink2);max-width:54em;padding:4px 0 10px}
.story{display:grid;grid-template-columns:minmax(0,1fr) 140px;gap:0 28px;padding:6px 0 20px;margin-bottom:14px;border-bottom:1px solid var(--hair)}
.story:last-child{border-bottom:0}
.story .head,.story .body{grid-column:1}.story .side{grid-column:2;grid-row:1/span 2;padding-top:20px}
.story h3{font-size:20px;padding:2px 0 6px}
.story p{padding-bottom:5px}
.big{font-size:30px;line-height:1.1;font-weight:700;font-variant-numeric:tabular-nums}
.place{font-size:12px;color:var(--ink3)}
.steps li{display:grid;grid-template-columns:auto minmax(0,1fr);gap:0 10px;font-size:13px;padding:4px 0;border-bottom:1px solid var(--hair)}.steps b{white-space:nowrap;min-width:52px}.steps .note,.below{display:block}
aside section+section{margin-top:22px}
.draft{border-left:3px solid var(--up);background:var(--panel);font-size:13px;padding:6px 10px;margin:12px 0 0}
.judge{background:var(--panel);font-size:13px;padding:6px 10px;margin-top:6px}
.judge b{font-weight:700}
.docs li{font-size:13px;padding:3px 0;color:var(--ink2);overflow-wrap:anywhere}
.chip{display:inline-block;max-width:100%;font-size:12px;line-height:1.45;border:1px solid var(--edge);border-radius:2px;padding:0 5px 0 0;margin-right:6px;color:var(--ink2);background:var(--paper);text-decoration:none;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
a.chip{text-decoration:underline;text-decoration-thickness:1px}
a.chip:hover{border-color:var(--ink)}
.chip b{display:inline-block;font-weight:600;padding:0 5px;margin-right:5px;background:var(--ink2);color:var(--paper)}
.chip.patent b{background:var(--paper);color:var(--ink);border-right:1px solid var(--edge)}
.chip.news b{background:var(--panel);color:var(--ink);border-right:3px double var(--edge)}
.chip.other b{background:var(--panel);color:var(--ink2)}
.still{border:1px solid var(--edge);padding:18px 20px;margin-bottom:16px}
.still h3{font-size:20px;padding-bottom:6px}
table{width:100%;border-collapse:collapse;font-size:13px;line-height:1.45;font-variant-numeric:tabular-nums lining-nums}
th{font-weight:400;text-align:left}
.grid thead th{font-size:12px;color:var(--ink3);vertical-align:bottom;padding:3px 10px 3px 0;border-bottom:1px solid var(--ink)}
.grid td,.grid tbody th{padding:4px 10px 4px 0;border-bottom:1px solid var(--hair);vertical-align:top}
.grid tr>*:last-child{padding-right:0}
.grid .num,.grid thead th.num{text-align:right}
.grid tbody th.group{font-weight:700;padding-top:14px;border-bottom:1px solid var(--edge)}
.grid td.chart{width:200px;vertical-align:middle;padding-left:6px;padding-right:16px}
.grid .sign{white-space:nowrap;width:84px}
.overpass{font-weight:700}
.heat{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:14px 36px;align-items:start}
.map{border-collapse:separate;border-spacing:1px;font-size:12px;line-height:17px}
.map caption,.heat h3{text-align:left;font-weight:700;font-size:13px;border-top:1px solid var(--ink);padding:4px 0 2px}
.heat p{padding-top:3px}
.map tbody th{padding:0 6px 0 0;line-height:1.3}
.map thead th{font-size:11px;line-height:14px;color:var(--ink3);text-align:center;padding:0;vertical-align:bottom}
.map thead i{display:block;width:0;font-style:normal;white-space:nowrap;color:var(--ink2)}
.map thead .now{display:none}
.map td{position:relative;width:21px;min-width:21px;height:18px;padding:0;text-align:center;font-size:11px;background:var(--z0);color:var(--on2)}
.map td.n{width:42px;background:none;color:var(--ink2);text-align:right;font-size:12px}
.map .d3{background:var(--d3);color:var(--on3)}.map .d2{background:var(--d2)}.map .d1{background:var(--d1);color:var(--ink)}
.map .u1{background:var(--u1);color:var(--ink)}.map .u2{background:var(--u2)}.map .u3{background:var(--u3);color:var(--on3)}
.map .few{background:repeating-linear-gradient(135deg,var(--paper) 0 3px,var(--hair) 3px 4px)}
.map .void{background:none}
.map td.open{outline:1px dashed var(--edge);outline-offset:-1px}
.legend{display:flex;flex-wrap:wrap;align-items:center;gap:4px 14px;font-size:12px;color:var(--ink2);padding-bottom:10px}
.legend .map{width:auto}
.legend span{display:inline-flex;align-items:center;gap:5px}
.routes{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:20px 36px}
.routes h3{font-size:14px;padding-bottom:4px}.routes h3 span{font-weight:400;font-size:12px;color:var(--ink3)}
.pair{display:grid;grid-template-columns:92px minmax(0,1fr);gap:3px 8px;align-items:center;font-size:12px;color:var(--ink2)}
.key{display:flex;flex-wrap:wrap;gap:1px 14px;font-size:12px;color:var(--ink2);padding-top:4px}
.key li{display:inline-flex;align-items:center;gap:5px}
.key svg{flex:none;width:10px;height:10px}
.method{columns:2;column-gap:36px;font-size:13px;padding-top:8px}
.method div{break-inside:avoid;padding-bottom:8px}
.method dt{font-weight:700}
.method dd{color:var(--ink2)}
details{font-size:13px;padding-top:8px}summary{cursor:pointer;color:var(--link);padding:3px 0}
footer{border-top:1px solid var(--hair);margin-top:36px;padding:12px 0 32px;font-size:12px;color:var(--ink3)}
@media (max-width:900px){.front{grid-template-columns:minmax(0,1fr);gap:20px}.heat{grid-template-columns:minmax(0,1fr)}.grid .wide{display:none}}
@media (max-width:640px){
.page{padding:0 16px}.mast{padding-top:14px}.mast h1{font-size:26px}.mast h1 small{display:block;margin:2px 0 0;font-size:13px}.mast .when{text-align:left;font-size:12px}.mast .when b{display:inline;font-size:17px;margin-right:8px}
.lede{font-size:18px;padding:12px 0}.story{display:block}.story .side{display:flex;flex-wrap:wrap;align-items:center;gap:4px 14px;padding:2px 0 8px}
.routes{grid-template-columns:minmax(0,1fr)}.method{columns:1}.grid .mid{display:none}.grid .sign{width:auto}.grid td.num .note{display:block}.grid thead th.num{white-space:normal}
.map .old{display:none}.map thead .now{display:block}.map td{width:22px;min-width:22px;height:24px}.map td.n{width:38px}
}
@media (max-width:360px){.grid .sign{white-space:normal}}
@media (forced-colors:active){.map td,.chip b{forced-color-adjust:none}}
@media print{
@page{size:A4;margin:13mm 14mm}
:root{color-scheme:light;--paper:#fff;--panel:#fff;--ink:#000;--ink2:#333;--ink3:#555;--hair:#ccc;--edge:#888;--link:#000;--data:#1f5a8c;--band:#c5d9e8;--up:#a2430f;--upband:#f2d3bd;--r1:#1f5a8c;--r2:#cf7c2e;--r3:#0f5f56;--r4:#a27fb8;--r5:#5f6300;--rx:#8d9090;--d3:#2a699d;--d2:#85b0d1;--d1:#d3e2ed;--z0:#f0ede6;--u1:#f7dfcc;--u2:#e6a67d;--u3:#ab4a17;--on3:#fff;--on2:#000}
*{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{font-size:8.5pt}table,.small,.judge,.docs li,.intro,.method{font-size:7.6pt}.note,.chip,.legend,.key,.pair{font-size:7pt}
.page{max-width:none;padding:0}.screen{display:none}.front{grid-template-columns:minmax(0,1fr) 42mm;gap:6mm;padding-top:6px}.front p,.front .judge{line-height:1.42}.story{grid-template-columns:minmax(0,1fr) 36mm;gap:0 4mm;padding:2px 0 5px;margin-bottom:4px}.story .side{padding-top:10px}.story .head h3{padding:0 0 2px}.story .docs li{padding:0}.story .docs li:nth-child(n+3){display:none}.big{font-size:16pt}.steps li,.steps .note,.below{font-size:7pt}.heat{gap:6px 24px}.map{line-height:12px}.map td{width:15px;min-width:15px;height:13px;font-size:6.4pt}.map thead th{font-size:6.4pt}.heat{grid-template-columns:repeat(2,minmax(0,1fr))}section{margin-top:10px}h2.part{margin-top:12px}.mast h1{font-size:20pt}.lede{font-size:11.5pt}.story h3,h2.part{font-size:12pt}
.intro,.legend{break-after:avoid}.heat>div,.story,.routes>div,.map,tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}
}
)css";
  return kStyle;
}

}  // namespace horizon::digest
