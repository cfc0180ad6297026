/** A picture of the window with 256 colours: a third of the bytes, and nobody sees it. Pixels to a palette PNG, by median cut. */
import { crc32, deflateSync } from 'node:zlib';

/** `pixels`: blue, green, red and one byte that is not looked at, row by row. Gives the file's bytes. */
export function palettePng(pixels: Uint8Array, width: number, height: number): Buffer {
  const counts = new Map<number, number>();
  for (let at = 0; at < pixels.length; at += 4) {
    const color = colorAt(pixels, at);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const boxes = cutBoxes([...counts].map(([color, count]): Counted => ({ color, count })));
  const palette = Buffer.alloc(boxes.length * 3);
  const indexOf = new Map<number, number>();
  boxes.forEach((box, index) => {
    palette.set(meanOf(box), index * 3);
    for (const { color } of box) indexOf.set(color, index);
  });
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const color = colorAt(pixels, at);
      lines[y * (width + 1) + 1 + x] = indexOf.get(color) as number;
    }
  }
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  // Eight bits per pixel, each the number of a colour.
  size.set([8, 3, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const body = deflateSync(lines, { level: 9 });
  return Buffer.concat([
    signature,
    part('IHDR', size),
    part('PLTE', palette),
    part('IDAT', body),
    part('IEND', Buffer.alloc(0)),
  ]);
}

function colorAt(pixels: Uint8Array, at: number): number {
  return ((pixels[at + 2] as number) << 16) | ((pixels[at + 1] as number) << 8) | (pixels[at] as number);
}

type Counted = { readonly color: number; readonly count: number };

const shifts = [16, 8, 0] as const;

/** The box that is wrong by most is cut at its middle pixel, until there are as many as a palette holds. */
function cutBoxes(colors: readonly Counted[]): readonly (readonly Counted[])[] {
  const boxes = [measured(colors)];
  while (boxes.length < 256) {
    let widest = 0;
    for (let index = 1; index < boxes.length; index += 1) {
      if ((boxes[index]?.error ?? 0) > (boxes[widest]?.error ?? 0)) widest = index;
    }
    const box = boxes[widest];
    if (box === undefined || box.error === 0) break;
    const sorted = box.colors.toSorted(
      (one, other) => ((one.color >> box.shift) & 255) - ((other.color >> box.shift) & 255),
    );
    const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2;
    let seen = 0;
    let cut = 0;
    while (cut < sorted.length - 1 && (cut === 0 || seen < half)) seen += sorted[cut++]?.count ?? 0;
    boxes.splice(widest, 1, measured(sorted.slice(0, cut)), measured(sorted.slice(cut)));
  }
  return boxes.map(({ colors: own }) => own);
}

/** The channel in which a box is widest, and how wrong its mean is there; rare colours count by their root. */
function measured(colors: readonly Counted[]): {
  readonly colors: readonly Counted[];
  readonly shift: number;
  readonly error: number;
} {
  let shift = 0;
  let error = 0;
  for (const channel of shifts) {
    let low = 255;
    let high = 0;
    for (const { color } of colors) {
      const value = (color >> channel) & 255;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    if (high - low > error) [error, shift] = [high - low, channel];
  }
  const pixels = colors.reduce((sum, { count }) => sum + count, 0);
  return { colors, shift, error: error * Math.sqrt(Math.sqrt(pixels)) };
}

function meanOf(colors: readonly Counted[]): readonly number[] {
  const pixels = colors.reduce((sum, { count }) => sum + count, 0);
  return shifts.map((shift) =>
    Math.round(colors.reduce((sum, { color, count }) => sum + ((color >> shift) & 255) * count, 0) / pixels),
  );
}

function part(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length, 0);
  frame.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
}
