/** A file as lines, unpacked where it is gzip. One line is in memory at a time, whatever the file's size. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough, pipeline } from 'node:stream';
import { createGunzip, gunzipSync, inflateSync } from 'node:zlib';

/** Engines end strings near 512 Mi characters. */
const longestLine = 500 * 1024 * 1024;

/** Lines without their ends; the last one may have none. Throws what the file system and gunzip throw. */
export async function* readLines(file: string): AsyncGenerator<string> {
  const isPacked = await isGzip(file);
  const bytes = pipeline(createReadStream(file), isPacked ? createGunzip() : new PassThrough(), () => {
    // A failure comes out of the loop below.
  });
  let parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      parts.push(chunk.subarray(start, end));
      yield Buffer.concat(parts).toString('utf8');
      parts = [];
      size = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > longestLine) throw new Error('a line of it is larger than 500 MB');
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8');
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}

/** A whole file as text, unpacked where it is gzip (`.har.gz`) or zlib (mitmproxy's `.zhar`). Throws what zlib throws, and above `most` bytes. */
export function unpackedText(bytes: Buffer, most: number): string {
  const options = { maxOutputLength: most };
  const [first = 0, second = 0] = bytes;
  if (first === 0x1f && second === 0x8b) return gunzipSync(bytes, options).toString('utf8');
  // RFC 1950: deflate, and the first two bytes are a multiple of 31. No text begins with these.
  const isZlib = first === 0x78 && (first * 256 + second) % 31 === 0;
  return (isZlib ? inflateSync(bytes, options) : bytes).toString('utf8');
}
