"""Pages in the encodings of the world: declared in the header, in a `meta`, or not at all."""

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ENCODED: Mapping[str, tuple[str, str]] = {  # a title and a paragraph, by encoding
    "gbk": (
        "看守人的笔记",
        "灯塔看守人把每一艘经过的船都记了下来，连同当天的天气。没有人要求他这样做，四十年间也没有人读过他写的东西。",
    ),
    "big5": (
        "看守人的筆記",
        "燈塔看守人把每一艘經過的船都記了下來，連同當天的天氣。沒有人要求他這樣做，四十年間也沒有人讀過他寫的東西。",
    ),
    "shift_jis": (
        "灯台守の手帳",
        "灯台守は通り過ぎる船をすべて書き留め、その日の天気も記録した。誰に頼まれたわけでもない。",
    ),
    "euc-kr": (
        "등대지기의 공책",
        "등대지기는 지나가는 모든 배를 적었고 그날의 날씨도 적었다. 아무도 그에게 부탁하지 않았다.",
    ),
    "windows-1251": (
        "Тетради смотрителя",
        "Смотритель маяка записывал каждый проходящий корабль и погоду того дня. Никто его об этом не просил.",
    ),
}


async def encoded(request: web.Request) -> web.StreamResponse:
    """An article in the encoding of its address, declared where its address says."""
    encoding, declared = request.match_info["encoding"], request.match_info["declared"]
    title, paragraph = ENCODED[encoding]
    meta = f'<meta charset="{encoding}">' if declared == "meta" else ""
    html = (
        f"<html><head>{meta}<title>{title}</title></head><body><h1>{title}</h1>"
        f"{f'<p>{paragraph}</p>' * 5}</body></html>"
    )
    charset = f"; charset={encoding}" if declared == "header" else ""
    return web.Response(body=html.encode(encoding), headers={"Content-Type": f"text/html{charset}"})


ENCODING_ROUTES: Mapping[str, Handler] = {"/encoded/{encoding}/{declared}": encoded}
