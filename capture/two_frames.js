// Lets the page draw itself anew after its window changed.
async () => {
  const frame = () => Promise.race([
    new Promise((resolve) => requestAnimationFrame(resolve)), new Promise((resolve) => setTimeout(resolve, 250)),
  ]);
  await frame();
  await frame();
}
