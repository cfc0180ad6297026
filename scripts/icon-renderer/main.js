/** A tiny Electron app: draws an SVG at several sizes and writes PNGs. Started by scripts/icons.mjs. */

import { readFileSync, writeFileSync } from 'node:fs';
import { app, BrowserWindow } from 'electron';

const { source, outputs } = JSON.parse(process.env.WIRELENS_ICONS ?? '{}');

app
  .whenReady()
  .then(draw)
  .then(
    () => app.exit(0),
    (error) => {
      console.error(error);
      app.exit(1);
    },
  );

async function draw() {
  const svg = `data:image/svg+xml;base64,${readFileSync(source).toString('base64')}`;
  const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
  await window.loadURL('data:text/html,<canvas></canvas>');
  for (const { file, size } of outputs) {
    const png = await window.webContents.executeJavaScript(`(${paint})(${JSON.stringify(svg)}, ${size})`);
    writeFileSync(file, Buffer.from(png.split(',')[1], 'base64'));
  }
}

/** Runs in the page. */
async function paint(svg, size) {
  const image = new Image(size, size);
  image.src = svg;
  await image.decode();
  const canvas = document.querySelector('canvas');
  canvas.width = canvas.height = size;
  canvas.getContext('2d').drawImage(image, 0, 0, size, size);
  return canvas.toDataURL('image/png');
}
