"""Pages that want more memory than there is: by buffers, by objects, by workers, by pictures."""

from collections.abc import Mapping

from tests.site.hostile.documents import script

FILL = "const kept = []; const eat = () => kept.push(new Uint8Array(64 << 20).fill(7));"

HUNGRY: Mapping[str, str] = {
    "/hungry": script(f"{FILL} setInterval(eat, 1)"),
    "/hungry-at-once": script(f"{FILL} for (;;) eat()"),
    "/hungry-late": script(f"{FILL} setTimeout(() => {{ for (;;) eat() }}, 3000)"),
    "/hungry-objects": script(
        "const kept = []; setInterval(() => { for (let i = 0; i < 1e6; i++) kept.push({i}) }, 1)"
    ),
    "/hungry-text": script("let text = 'x'; setInterval(() => { text += text + Math.random(); text.at(-1) }, 50)"),
    "/hungry-workers": script(
        f"for (let i = 0; i < 8; i++) new Worker(URL.createObjectURL(new Blob([`{FILL} setInterval(eat, 1)`])))"
    ),
    "/hungry-elements": script(
        "setInterval(() => { for (let i = 0; i < 1e4; i++) document.body.append(Object.assign("
        "document.createElement('p'), {textContent: 'word '.repeat(200) + i})) }, 1)"
    ),
    "/hungry-canvas": script(
        "const kept = []; setInterval(() => { const one = document.createElement('canvas'); one.width = one.height = 4096;"
        "one.getContext('2d').fillRect(0, 0, 4096, 4096); kept.push(one); document.body.append(one) }, 5)"
    ),
    "/hungry-blobs": script("const kept = []; setInterval(() => kept.push(new Blob([new Uint8Array(32 << 20)])), 1)"),
    "/hungry-wasm": script(
        "const kept = []; setInterval(() => { const one = new WebAssembly.Memory({initial: 1024});"
        "new Uint8Array(one.buffer).fill(7); kept.push(one) }, 1)"
    ),
}
