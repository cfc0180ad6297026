/** What a TLS client says first, as Node's own client says it, and cut, split and damaged in every way. */
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { expect, test } from 'vitest';
import { atLength } from '../../../tests/support/at-length.ts';
import { readClientHello } from './client-hello.ts';

/** The first flight of a client. */
function helloOf(options: tls.ConnectionOptions): Promise<Buffer> {
  return new Promise((resolve) => {
    const sink = new Duplex({ read() {}, write: (chunk: Buffer) => resolve(chunk) });
    tls.connect({ socket: sink, rejectUnauthorized: false, ...options }).on('error', () => undefined);
  });
}

/** The same message in records of `size` bytes. */
function inRecords(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const records: Buffer[] = [];
  for (let place = 0; place < message.length; place += size) {
    const part = message.subarray(place, place + size);
    records.push(Buffer.from([0x16, 3, 1, part.length >> 8, part.length & 0xff]), part);
  }
  return Buffer.concat(records);
}

test('the server name is read, in lower case, with whatever follows', async () => {
  const hello = await helloOf({ servername: 'API.OpenAI.com', ALPNProtocols: ['h2', 'http/1.1'] });
  expect(readClientHello(hello)).toEqual({ serverName: 'api.openai.com' });
  expect(readClientHello(Buffer.concat([hello, Buffer.from('early data')]))).toEqual({ serverName: 'api.openai.com' });
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)('a %s client that names nobody', async (version) => {
  expect(readClientHello(await helloOf({ minVersion: version, maxVersion: version }))).toEqual({ serverName: null });
});

test('a hello is waited for, byte by byte, however it is cut into records', async () => {
  const whole = await helloOf({ servername: 'api.anthropic.com' });
  for (const hello of [whole, inRecords(whole, 1), inRecords(whole, 7), inRecords(whole, 100)]) {
    for (let length = 1; length < hello.length; length += atLength(1, 11)) {
      expect(readClientHello(hello.subarray(0, length))).toBe('more');
    }
    expect(readClientHello(hello)).toEqual({ serverName: 'api.anthropic.com' });
  }
});

test.each([
  ['another message', [0x16, 3, 1, 0, 5, 2, 0, 0, 1, 0]],
  ['an empty record', [0x16, 3, 1, 0, 0]],
  ['a record that is too long', [0x16, 3, 1, 0xff, 0xff]],
  ['another protocol', [0x16, 9, 1, 0, 5]],
  ['a message that is too long', [0x16, 3, 1, 0, 4, 1, 0xff, 0xff, 0xff]],
  ['a body that ends in the middle', [0x16, 3, 1, 0, 6, 1, 0, 0, 2, 3, 3]],
])('%s is no hello', (_, bytes) => {
  expect(readClientHello(Buffer.from(bytes))).toBe('no-hello');
});

test('a damaged hello never throws and never reads beyond itself', async () => {
  const hello = await helloOf({ servername: 'api.openai.com' });
  const longest = Math.max(
    ...Array.from({ length: hello.length * 4 }, (_, index) => {
      const damaged = Buffer.from(hello);
      damaged[index >> 2] = [0, 1, 0x7f, 0xff][index & 3] ?? 0;
      const reading = readClientHello(damaged);
      return typeof reading === 'string' ? 0 : (reading.serverName?.length ?? 0);
    }),
  );
  expect(longest).toBeLessThan(hello.length);
});
