/** Content-encodings undone on our copy: every encoding, every cut, and bodies that lie about themselves. */
import { brotliCompressSync, constants, createGzip, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type BodyDecoderOptions, createBodyDecoder } from './body-decoder.ts';

const text = `${'data: {"text":"Grüße, 你好 👋"}\n\n'.repeat(40)}data: [DONE]\n\n`;
const plain = Buffer.from(text);
/** `zstd -19` of "hello hello hello hello hello zstd\n", made with the reference tool; no encoder ships with Node 20. */
const zstdHello = Buffer.from('KLUv/QRojQAAWGhlbGxvIHpzdGQKAQABSxEfBhgJ', 'base64');

function decodeWhole(raw: Uint8Array, options: Partial<BodyDecoderOptions>, cuts: readonly number[], isCut = false) {
  const decoder = createBodyDecoder({ contentEncoding: null, contentType: null, ...options });
  const parts: Uint8Array[] = [];
  const indexes: number[] = [];
  const edges = [0, ...cuts, raw.length];
  for (let index = 0; index + 1 < edges.length; index += 1) {
    const bytes = raw.subarray(edges[index], edges[index + 1]);
    for (const piece of decoder.push({ index, receivedAt: index, bytes })) {
      parts.push(piece.bytes);
      indexes.push(piece.index);
    }
  }
  for (const piece of decoder.end(isCut)) parts.push(piece.bytes);
  return { text: Buffer.concat(parts).toString(), indexes, problems: decoder.problems().map(({ kind }) => kind) };
}

const encodings: readonly (readonly [string, Uint8Array])[] = [
  ['gzip', gzipSync(plain)],
  ['x-gzip', gzipSync(plain)],
  ['deflate', deflateSync(plain)],
  ['deflate', deflateRawSync(plain)],
  ['br', brotliCompressSync(plain)],
  ['gzip, br', brotliCompressSync(gzipSync(plain))],
  ['identity', plain],
];

describe('encodings', () => {
  it.each(encodings)('%s decodes to the same text whole, byte by byte, and cut in two at every byte', (name, raw) => {
    const everyByte = Array.from({ length: raw.length - 1 }, (_, index) => index + 1);
    expect(decodeWhole(raw, { contentEncoding: name }, [])).toMatchObject({ text, problems: [] });
    expect(decodeWhole(raw, { contentEncoding: name }, everyByte)).toMatchObject({ text, problems: [] });
    for (const cut of everyByte) expect(decodeWhole(raw, { contentEncoding: name }, [cut]).text).toBe(text);
  });

  it('zstd decodes whole and byte by byte', () => {
    const everyByte = Array.from({ length: zstdHello.length - 1 }, (_, index) => index + 1);
    const expected = { text: 'hello hello hello hello hello zstd\n', problems: [] };
    expect(decodeWhole(zstdHello, { contentEncoding: 'zstd' }, [])).toMatchObject(expected);
    expect(decodeWhole(zstdHello, { contentEncoding: 'zstd' }, everyByte)).toMatchObject(expected);
  });

  it('two gzip members after each other are one body', () => {
    const raw = Buffer.concat([gzipSync('first '), gzipSync('second')]);
    expect(decodeWhole(raw, { contentEncoding: 'gzip' }, [])).toMatchObject({ text: 'first second', problems: [] });
  });

  it('a flushed event is given with the chunk that completed it, before the stream goes on', async () => {
    const gzip = createGzip();
    const chunks: Buffer[] = [];
    gzip.on('data', (bytes: Buffer) => chunks.push(bytes));
    for (const word of ['one', 'two', 'three']) {
      gzip.write(`data: ${word}\n\n`);
      await new Promise<void>((resolve) => gzip.flush(constants.Z_SYNC_FLUSH, resolve));
    }
    const decoder = createBodyDecoder({ contentEncoding: 'gzip', contentType: null });
    const seen = chunks.flatMap((bytes, index) =>
      decoder.push({ index, receivedAt: 0, bytes }).map((piece) => [piece.index, Buffer.from(piece.bytes).toString()]),
    );
    expect(seen.map(([, word]) => word)).toEqual(['data: one\n\n', 'data: two\n\n', 'data: three\n\n']);
    expect(seen.at(-1)?.[0]).toBe(chunks.length - 1);
  });
});

describe('bodies that lie', () => {
  it.each(['gzip', 'deflate', 'br', 'zstd'])('plain text labelled %s passes as it is, with a problem', (name) => {
    const everyByte = Array.from({ length: plain.length - 1 }, (_, index) => index + 1);
    for (const cuts of [[], everyByte]) {
      const seen = decodeWhole(plain, { contentEncoding: name }, cuts);
      expect(seen).toMatchObject({ text, problems: ['encoding-mislabelled'] });
    }
  });

  it('a one-byte body labelled gzip passes as it is', () => {
    expect(decodeWhole(Buffer.from('x'), { contentEncoding: 'gzip' }, [])).toMatchObject({
      text: 'x',
      problems: ['encoding-mislabelled'],
    });
  });

  it('an event stream that is gzip without saying so is decoded, with a problem', () => {
    const seen = decodeWhole(gzipSync(plain), { contentType: 'text/event-stream; charset=utf-8' }, [5]);
    expect(seen).toMatchObject({ text, problems: ['encoding-undeclared'] });
  });

  it('an unknown encoding passes as it is, with a problem', () => {
    expect(decodeWhole(plain, { contentEncoding: 'compress' }, [])).toMatchObject({
      text,
      problems: ['encoding-unknown'],
    });
  });

  it.each(['gzip', 'deflate', 'br'])('a truncated %s stream yields what came', (name) => {
    const long = Buffer.from(Array.from({ length: 4000 }, (_, index) => `line ${index * 7919}\n`).join(''));
    const raw = { gzip: gzipSync(long), deflate: deflateSync(long), br: brotliCompressSync(long) }[name] as Buffer;
    const half = raw.subarray(0, raw.length >> 1);
    const seen = decodeWhole(half, { contentEncoding: name }, []);
    expect(seen.problems).toEqual(['encoding-truncated']);
    expect(seen.text.length).toBeGreaterThan(1000);
    expect(long.toString().startsWith(seen.text)).toBe(true);
    expect(decodeWhole(half, { contentEncoding: name }, [], true).problems).toEqual([]);
  });

  it('a stream damaged in the middle keeps everything before the damage', () => {
    const long = Buffer.from(Array.from({ length: 20000 }, (_, index) => `line ${index * 7919}\n`).join(''));
    const raw = gzipSync(long);
    raw.fill(0xff, raw.length >> 1, (raw.length >> 1) + 64);
    const seen = decodeWhole(raw, { contentEncoding: 'gzip' }, [1000, 20000]);
    expect(seen.problems).toEqual(['encoding-broken']);
    expect(seen.text.startsWith('line 0\nline 7919\n')).toBe(true);
  });

  it.each([
    ['gzip', (zeros: Buffer) => gzipSync(zeros, { level: 1 })],
    ['br', (zeros: Buffer) => brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
  ] as const)('a %s bomb stops at the limit and says so', (name, compress) => {
    const bomb = compress(Buffer.alloc(64 * 1024 * 1024));
    const limits = { maxBytes: 8 * 1024 * 1024, maxRatio: 100, freeBytes: 1024 * 1024 };
    const decoder = createBodyDecoder({ contentEncoding: name, contentType: null, limits });
    const given = decoder.push({ index: 0, receivedAt: 0, bytes: bomb });
    expect(given.reduce((sum, piece) => sum + piece.bytes.length, 0)).toBeLessThanOrEqual(64 * 1024 * 1024);
    expect(decoder.push({ index: 1, receivedAt: 0, bytes: bomb })).toEqual([]);
    expect(decoder.problems().map(({ kind }) => kind)).toEqual(['encoding-too-large']);
  });
});
