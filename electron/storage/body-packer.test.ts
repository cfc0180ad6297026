/** Packed bodies: byte for byte what was recorded, at the times it was recorded, and a repeated history stored once. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { atEnd } from '../../tests/support/keep-open.ts';
import { body, one, openStore, type Told } from '../../tests/support/recorded-store.ts';
import { seeded } from '../../tests/support/seeded.ts';
import { createBodyPacker } from './body-packer.ts';
import { createClearedExchanges } from './cleared-exchanges.ts';
import { openForWriting } from './database.ts';
import { readRawSlice, readStoredChunks } from './stored-bodies.ts';

const always = async (): Promise<boolean> => true;

describe('a packed body', () => {
  it('reads as it was recorded: bytes, chunk times, holes, what was not passed on; in fewer rows', async () => {
    const { database, reader, record, packer } = openStore();
    const random = seeded(7).next;
    const segment = (from: number, count: number): Told[] =>
      Array.from({ length: count }, (_, index) => ({
        at: 1_800_000_000_000 + from + index * 5.123,
        bytes: Buffer.from(`data: {"n":${from + index},"t":"${'word '.repeat(Math.floor(random() * 90))}"}\n\n`),
        isSent: index % 7 !== 3,
      }));
    const noise: Told[] = [
      { at: 5, bytes: randomBytes(300_000) },
      { at: 6, bytes: new Uint8Array(0) },
    ];
    const number = record({
      request: [segment(0, 400), noise, segment(900, 3)],
      response: [segment(0, 40), segment(40, 40), 6, segment(86, 900), segment(986, 1)],
      injected: [[{ at: 1, bytes: Buffer.from('x') }]],
    });
    const directions = ['request', 'response', 'injected'] as const;
    const before = directions.map((direction) => body(reader, number, direction));
    const found = { number, detail: {} } as Parameters<typeof readRawSlice>[1];
    const slice = readRawSlice(reader, found, 'request', 100_000, 420_000);
    const rows = one(database, 'SELECT count(*) FROM segments');
    expect(packer.nextPending()?.number).toBe(number);
    await packer.pack(number, always);
    expect(packer.nextPending()).toBeNull();
    expect(one(database, 'SELECT count(*) FROM segments WHERE bytes IS NOT NULL')).toBe(0);
    expect(one(database, 'SELECT count(*) FROM segments')).toBeLessThan(rows);
    expect(directions.map((direction) => body(reader, number, direction))).toEqual(before);
    expect(readRawSlice(reader, found, 'request', 100_000, 420_000)).toEqual(slice);
    // From the middle of a joined segment.
    expect([...readStoredChunks(reader, number, 'response', 57)][0]?.chunk.index).toBe(57);
    expect([...readStoredChunks(reader, number, 'response', 83)][0]?.chunk.index).toBe(86);
  });

  it('stops when it is told to, and goes on where it stopped', async () => {
    const { reader, record, packer } = openStore();
    const chunks = (from: number): Told[] =>
      Array.from({ length: 16 }, (_, index) => ({ at: from + index, bytes: randomBytes(64 * 1024) }));
    const number = record({ request: [chunks(0), chunks(16), chunks(32), chunks(48), chunks(64), chunks(80)] });
    const before = body(reader, number, 'request');
    let turns = 0;
    await packer.pack(number, async () => {
      turns += 1;
      return turns < 18;
    });
    expect(packer.nextPending()?.number).toBe(number);
    expect(body(reader, number, 'request')).toBe(before);
    await packer.pack(number, always);
    expect(packer.nextPending()).toBeNull();
    expect(body(reader, number, 'request')).toBe(before);
  });

  it('is left as it was by a disk that is full, and packed once there is room', async () => {
    const { database, reader, record, packer } = openStore();
    const number = record({ response: [[{ at: 1, bytes: randomBytes(400_000) }]] });
    const before = body(reader, number, 'response');
    database.exec('PRAGMA max_page_count = 1');
    await expect(packer.pack(number, always)).rejects.toThrow(/full/);
    expect(body(reader, number, 'response')).toBe(before);
    expect(packer.nextPending()?.number).toBe(number);
    database.exec('PRAGMA max_page_count = 1000000');
    await packer.pack(number, always);
    expect(packer.nextPending()).toBeNull();
    expect(body(reader, number, 'response')).toBe(before);
  });

  it('packed by two processes at once is packed once', async () => {
    const { folder, database, reader, record, packer } = openStore();
    const number = record({ request: [[{ at: 1, bytes: randomBytes(700_000) }]] });
    const before = body(reader, number, 'request');
    const other = openForWriting(folder, Date.now()).database;
    atEnd(() => other.close());
    const second = createBodyPacker(other);
    await Promise.all(
      [packer, second].map((one) => one.pack(number, () => new Promise((resolve) => setImmediate(resolve, true)))),
    );
    expect(body(reader, number, 'request')).toBe(before);
    expect(one(database, 'SELECT count(*) FROM segments')).toBe(1);
    expect(one(database, 'SELECT sum(size) FROM blobs')).toBe(700_000);
  });

  it('keeps what another exchange still has when one is deleted, and nothing once both are', async () => {
    const { database, reader, record, packer } = openStore();
    const shared = randomBytes(100_000);
    const [first, second] = ['one', 'two'].map((end) =>
      record({ request: [[{ at: 1, bytes: Buffer.concat([shared, Buffer.from(end)]) }]] }),
    ) as [number, number];
    await packer.pack(first, always);
    await packer.pack(second, always);
    const before = body(reader, second, 'request');
    expect(one(database, 'SELECT sum(size) FROM blobs')).toBeLessThan(200_000);
    const cleared = createClearedExchanges(database);
    database.prepare('UPDATE exchanges SET cleared_at = 1 WHERE number = ?').run(first);
    await cleared.purge(1);
    expect(body(reader, second, 'request')).toBe(before);
    database.exec('UPDATE exchanges SET cleared_at = 1');
    await cleared.purge(1);
    expect(one(database, 'SELECT count(*) FROM blobs')).toBe(0);
    expect(one(database, 'SELECT count(*) FROM segment_blobs')).toBe(0);
  });
});

describe('an agent that sends its history again with every turn', () => {
  it('costs at most three times its unique bytes in 100 turns, though every turn arrives in other chunks', async () => {
    const { database, record, packer } = openStore();
    const random = seeded(11).next;
    const prefix = JSON.stringify({ model: 'm', system: words(random, 40_000), tools: words(random, 60_000) });
    const messages: string[] = [];
    let unique = prefix.length;
    let sent = 0;
    for (let turn = 0; turn < 100; turn += 1) {
      const message = JSON.stringify({ role: 'user', content: words(random, 500 + Math.floor(random() * 4_000)) });
      const answer = `data: ${words(random, 800)}\n\n`;
      messages.push(message);
      unique += message.length + answer.length;
      const request = Buffer.from(`${prefix}[${messages.join(',')}]}`);
      sent += request.length + answer.length;
      const number = record({
        request: pieces(request, random),
        response: [[{ at: turn, bytes: Buffer.from(answer) }]],
      });
      await packer.pack(number, always);
    }
    database.exec('VACUUM');
    const size = one(database, 'SELECT page_count * page_size FROM pragma_page_count, pragma_page_size');
    expect(sent).toBeGreaterThan(unique * 40);
    expect(size).toBeLessThan(unique * 3);
  });
});

/** A body as its socket gave it: chunks of up to 64 KiB, in segments of a few of them. */
function pieces(bytes: Buffer, random: () => number): Told[][] {
  const segments: Told[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const segment: Told[] = [];
    for (let count = 0; count < 6 && at < bytes.length; count += 1) {
      const end = at + 1 + Math.floor(random() * 65_536);
      segment.push({ at: at / 1000, bytes: bytes.subarray(at, end) });
      at = end;
    }
    segments.push(segment);
  }
  return segments;
}

/** Text that packs about as well as prose. */
function words(random: () => number, characters: number): string {
  let text = '';
  while (text.length < characters) text += `${Math.floor(random() ** 3 * 20_000).toString(36)} `;
  return text;
}
