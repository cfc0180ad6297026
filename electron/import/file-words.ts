/** What a file is that cannot be imported, in a sentence: by its first bytes, so that a wrong choice explains itself. */
import { open, stat } from 'node:fs/promises';

/** `reason`: why it could not be read, where the file system said so. Never throws. */
export async function whatItIs(file: string, reason: string | null = null): Promise<string> {
  try {
    const facts = await stat(file);
    if (facts.isDirectory()) return 'This is a folder.';
    if (reason !== null) return `${reason}.`;
    if (facts.size === 0) return 'The file is empty.';
    return wordsOf(await firstBytes(file));
  } catch (error) {
    return isCode(error, 'ENOENT') ? 'There is no such file.' : `${reason ?? String(error)}.`;
  }
}

const signatures: readonly (readonly [string, string])[] = [
  ['SQLite format 3\0', 'This is a database; the store of another Wirelens is opened as its data folder (--data).'],
  ['PK\u0003\u0004', 'This is a ZIP archive: unpack it and import what is inside.'],
  ['%PDF', 'This is a PDF document.'],
  ['\u00d4\u00c3\u00b2\u00a1', 'This is a network capture (pcap), which holds encrypted packets.'],
  ['\n\r\r\n', 'This is a network capture (pcapng), which holds encrypted packets.'],
  ['\u001f\u008b', 'This is a gzip file, but no Wirelens archive.'],
];

function wordsOf(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  const known = signatures.find(([start]) => text.startsWith(start));
  if (known !== undefined) return known[1];
  if (bytes.includes(0)) return 'This is no text, and no Wirelens archive.';
  const start = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^(event|data|id|retry): ?/.test(start)) {
    return 'This is the body of a stream alone: `wirelens decode` reads it.';
  }
  // mitmproxy's own flow files are tnetstrings: a length, a colon, a dictionary.
  if (/^\d+:\d+:version;/.test(start)) return 'This is a flow file of mitmproxy: save it as HAR there.';
  if (/^<!doctype html|^<html/i.test(start)) return 'This is a web page.';
  if (/^[{[]/.test(start)) return 'This is JSON, but neither an export of Wirelens nor an HTTP archive.';
  return 'This is text, but no file of exchanges.';
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
