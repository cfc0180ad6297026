import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { palettePng } from './palette-png.ts';

/** Colours of a palette PNG's pixels, as numbers. */
function read(file: Buffer, width: number, height: number): readonly number[] {
  const parts = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    parts.set(file.toString('latin1', at + 4, at + 8), file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const palette = parts.get('PLTE') as Buffer;
  const lines = inflateSync(parts.get('IDAT') as Buffer);
  return Array.from({ length: width * height }, (_, index) => {
    const number = lines[Math.floor(index / width) * (width + 1) + 1 + (index % width)] as number;
    return palette.readUIntBE(number * 3, 3);
  });
}

function pixels(colors: readonly number[]): Uint8Array {
  return Uint8Array.from(colors.flatMap((color) => [color & 255, (color >> 8) & 255, color >> 16, 255]));
}

test('a picture of few colours stays as it was', () => {
  const colors = Array.from({ length: 64 * 4 }, (_, index) => (index % 200) * 0x010203);
  expect(read(palettePng(pixels(colors), 64, 4), 64, 4)).toEqual(colors);
});

test('one of many colours has each close to what it was', () => {
  const colors = Array.from({ length: 64 * 64 }, (_, index) => ((index % 64) << 18) | ((index >> 6) << 10) | 128);
  const shown = read(palettePng(pixels(colors), 64, 64), 64, 64);
  const far = colors.map((color, index) =>
    Math.max(
      ...[16, 8, 0].map((shift) => Math.abs(((color >> shift) & 255) - (((shown[index] as number) >> shift) & 255))),
    ),
  );
  expect(Math.max(...far)).toBeLessThanOrEqual(16);
});
