"""Hosts whose addresses only stand for longer ones; where they lead, the network has to be asked."""

SHORTENERS = frozenset({
    "t.co", "bit.ly", "j.mp", "goo.gl", "tinyurl.com", "ow.ly", "is.gd", "v.gd", "buff.ly", "dlvr.it",
    "ift.tt", "lnkd.in", "fb.me", "trib.al", "rebrand.ly", "cutt.ly", "rb.gy", "shorturl.at", "t.ly",
    "tiny.cc", "s.id", "amzn.to", "amzn.asia", "a.co", "nyti.ms", "wapo.st", "econ.st", "reut.rs", "bbc.in",
    "cnn.it", "on.ft.com", "on.wsj.com", "bloom.bg", "wp.me", "redd.it", "git.io", "aka.ms", "g.co",
    "apple.co", "spoti.fi", "maps.app.goo.gl", "share.google", "flip.it", "b23.tv", "bili2233.cn", "t.cn",
    "url.cn", "dwz.cn", "suo.im", "suo.nz", "m.tb.cn", "u.jd.com", "3.cn", "v.douyin.com", "xhslink.com",
    "v.kuaishou.com", "dpurl.cn", "sourl.cn", "mrw.so", "surl.amap.com", "j.map.baidu.com", "163.lu",
    "toutiao.io", "z.cn", "reurl.cc", "pse.is", "ppt.cc", "lihi.cc", "youtu.be", "vk.cc", "clck.ru", "me2.kr",
})  # fmt: skip
