"""What strangers would like to have kept and shown: everything in it runs, loads or sends something, to CANARY."""

from collections.abc import Mapping

KEPT = "kept"  # the title, where there is one

SCRIPT = "document.title='ran';new Image().src='CANARY/script';fetch('CANARY/fetch').catch(()=>0)"
HTML = f"""<!doctype html><html><head><title>{KEPT}</title><meta http-equiv="refresh" content="0;url=CANARY/refresh">
<link rel="stylesheet" href="CANARY/css"><link rel="icon" href="CANARY/icon"><link rel="preload" as="image" href="CANARY/p">
<base href="CANARY/"><script>{SCRIPT}</script><script src="CANARY/js"></script><style>@import "CANARY/import";
body{{background:url(CANARY/background)}}@font-face{{font-family:f;src:url(CANARY/font)}}p{{font-family:f}}</style></head>
<body onload="{SCRIPT}"><p>words</p><img src="CANARY/img" onerror="{SCRIPT}"><video src="CANARY/video" autoplay></video>
<iframe src="CANARY/frame"></iframe><iframe srcdoc="<script>{SCRIPT}</script>"></iframe><iframe src="javascript:{SCRIPT}">
</iframe><object data="CANARY/object"></object><embed src="CANARY/embed"><form action="CANARY/form" id="f"><input autofocus
onfocus="{SCRIPT}"></form><svg onload="{SCRIPT}"><script>{SCRIPT}</script><image href="CANARY/svg"/><use href="CANARY/u#x"/>
</svg><math href="javascript:{SCRIPT}">x</math><a ping="CANARY/ping" href="javascript:{SCRIPT}">go</a></body></html>"""
SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" onload="{SCRIPT}"><title>{KEPT}</title><script>{SCRIPT}</script>
<image href="CANARY/svg"/><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="CANARY/f"/></foreignObject></svg>"""
XML = f"""<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="CANARY/xsl"?><!DOCTYPE r [<!ENTITY x SYSTEM "CANARY/x">]>
<r>&x;<h:script xmlns:h="http://www.w3.org/1999/xhtml">{SCRIPT}</h:script></r>"""
MHTML = f"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<script>{SCRIPT}</script><img src='CANARY/img'>"
PDF = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('CANARY/pdf'\\))>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/AA<</O<</S/URI/URI(CANARY/uri)>>>>>>endobj
trailer<</Root 1 0 R>>"""
CSS = '@import "CANARY/import";body{background:url(CANARY/background)}'

# What is opened: where, as what it was stored, and what it says.
OPENED: Mapping[str, tuple[str, str, str]] = {
    "page": ("page", "text/html", HTML),
    "article": ("article", "text/html", HTML),
    "page of the browser's own": ("page", "multipart/related", MHTML),
    "file: HTML": ("file", "text/html", HTML),
    "file: SVG": ("file", "image/svg+xml", SVG),
    "file: XML": ("file", "application/xml", XML),
    "file: XHTML": ("file", "application/xhtml+xml", XML),
    "file: PDF": ("file", "application/pdf", PDF),
    "evidence: HTML": ("evidence", "text/html", HTML),
    "PDF": ("pdf", "application/pdf", PDF),
    "WACZ": ("wacz", "application/wacz", HTML),
    "picture that is none": ("screenshot", "image/svg+xml", SVG),
    "body: SVG": ("assets", "image/svg+xml", SVG),
    "body: style sheet": ("assets", "text/css", CSS),
    "body: HTML": ("assets", "text/html", HTML),
}
