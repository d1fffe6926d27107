"""Pages that are good to look at, for the pictures of the README: made up, in several languages and colours."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Sample:
    """One made-up page."""

    name: str
    site: str
    title: str
    text: str
    ground: str
    ink: str
    tags: str
    language: str = "en"

    def render(self, extra: str = "") -> str:
        """The page, with one more paragraph where it has changed since."""
        site, title = escape(self.site), escape(self.title)
        return f"""<!doctype html><html lang="{self.language}"><meta charset="utf-8"><title>{title}</title>
<meta property="og:site_name" content="{site}"><style>
body {{ background: {self.ground}; color: #23262a; font: 21px/1.65 Georgia, "Noto Serif CJK SC", serif; margin: 0 }}
header {{ background: {self.ink}; color: #fff; font: 600 22px/1 system-ui, sans-serif; padding: 26px 70px }}
main {{ margin: 50px auto; max-width: 820px; padding: 0 40px }}
h1 {{ color: {self.ink}; font-size: 54px; line-height: 1.15; margin: 0 0 30px }}
div {{ background: linear-gradient(125deg, {self.ink}, {self.ground}); border-radius: 8px; height: 260px; margin: 30px 0 }}
</style><header>{site}</header><main><h1>{title}</h1><p>{escape(self.text)}</p>{extra}<div></div>
<p>{escape(self.text)}</p><p>{escape(self.text)}</p></main></html>"""


SAMPLES = (
    Sample("ferry", "Harbour Office", "Ferry times for the winter",
           "The ferry leaves at the full hour from the old pier. Dogs travel free, bicycles do not.",
           "#e3edf2", "#17506b", "travel"),
    Sample("moss", "Field Notes", "A field guide to moss",
           "Moss has no roots, drinks with its leaves, and waits out a drought by doing nothing at all.",
           "#e6f0e2", "#2c6b35", "nature reading"),
    Sample("tea", "茶叶笔记", "乌龙茶的七道工序",
           "采青、萎凋、做青、杀青、揉捻、烘焙、拣剔：每一道都决定了一泡茶的香气与回甘。",
           "#f4eee0", "#7b5a17", "茶 later", "zh"),
    Sample("index", "Rows and Columns", "How a database chooses an index",
           "The planner guesses how many rows will come back, and the guess decides everything that follows.",
           "#ecedfb", "#38409a", "databases"),
    Sample("bread", "The Slow Kitchen", "Bread in twenty-four hours",
           "Mix in the evening, fold before bed, shape in the morning. Time does most of the kneading.",
           "#fbf3df", "#955f12", "recipes later"),
    Sample("stone", "地质漫谈", "一块花岗岩如何变成沙",
           "风、水和时间把山拆成石头，把石头拆成沙。一块花岗岩走到海边，大约要一百万年。",
           "#eee8e0", "#74462b", "阅读", "zh"),
    Sample("sleep", "Plain Science", "What is known about sleep",
           "Every animal that was ever looked at sleeps, and nobody can say in one sentence what it is for.",
           "#f0eaf6", "#52307e", "science reading"),
    Sample("grid", "Small Type", "Why a grid overflows",
           "A column may not become narrower than its longest word, unless somebody tells it that it may.",
           "#f1f2f3", "#30353b", "web"),
    Sample("city", "حكايات", "قصة المدينة القديمة",
           "للمدينة القديمة سبعة أبواب، ولكل باب حكاية يرويها من يسكن بجواره.",
           "#f6efe2", "#8a4b1a", "history", "ar"),
)  # fmt: skip
