// Draws one character of each script and says which of them look like one that no font has.
(samples) => {
  document.body.style.font = "28px sans-serif";
  document.body.textContent = "";
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 64;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.font = "40px sans-serif";
  const draw = (character) => {
    pen.clearRect(0, 0, 64, 64);
    pen.fillText(character, 8, 48);
    return pen.getImageData(0, 0, 64, 64).data.join();
  };
  const missing = draw("\u0378");  // never assigned
  const nothing = draw(" ");
  return Object.entries(samples)
    .filter(([name, character]) => {
      const line = document.body.appendChild(document.createElement("div"));
      line.textContent = `${name} ${character}`;
      const drawn = draw(character);
      return drawn === missing || drawn === nothing;
    })
    .map(([name]) => name);
}
