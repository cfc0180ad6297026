/**
 * An hour of a talk over WebSocket, as fast as it goes: ten messages a second each way, sound from the client, words and
 * sound from the upstream. Every byte arrives, both hashes say so, memory stays bounded, and the store knows every message.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { seeded } from '../support/seeded.ts';
import { type Stack, startStack, testUpstream } from '../support/stack.ts';
import { closePayload, frame } from '../support/web-socket-frames.ts';

const messagesEachWay = 36_000;
const mask = Uint8Array.of(1, 2, 3, 4);
/** What may wait between proxy and capture worker, and what a worker takes besides. */
const maxGrowthBytes = 260 * 1024 * 1024;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

type Heard = { readonly sha256: () => string; bytes: number };

/** Hashes what a socket hears behind the handshake. */
function hearing(socket: Socket): Heard {
  const hash = createHash('sha256');
  const heard = { bytes: 0, sha256: () => hash.copy().digest('hex') };
  socket.on('data', (chunk: Buffer) => {
    hash.update(chunk);
    heard.bytes += chunk.length;
  });
  return heard;
}

/** Says all of it, waiting where the other side is slow; the hash of what was said. */
async function say(socket: Socket, isClient: boolean): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const random = seeded(isClient ? 1 : 2);
  const sound = random.bytes(480).toString('base64');
  const hash = createHash('sha256');
  let bytes = 0;
  const write = async (part: Buffer): Promise<void> => {
    hash.update(part);
    bytes += part.length;
    if (!socket.write(part)) await once(socket, 'drain');
  };
  for (let index = 0; index < messagesEachWay; index += 64) {
    const batch: Buffer[] = [];
    for (let at = index; at < Math.min(messagesEachWay, index + 64); at += 1)
      batch.push(messageFrame(at, sound, isClient));
    await write(Buffer.concat(batch));
  }
  await write(frame(8, closePayload(1000), isClient ? { mask } : {}));
  return { sha256: hash.digest('hex'), bytes };
}

function messageFrame(index: number, sound: string, isClient: boolean): Buffer {
  if (isClient) return frame(1, `{"type":"input_audio_buffer.append","audio":"${sound}"}`, { mask });
  if (index % 100 === 99) return frame(9, `${index}`);
  const place = `"response_id":"r","item_id":"i${index >> 9}","content_index":0`;
  if (index % 2 === 0)
    return frame(1, `{"type":"response.output_audio_transcript.delta",${place},"delta":"word ${index} "}`);
  const text = Buffer.from(`{"type":"response.output_audio.delta",${place},"delta":"${sound}"}`);
  // Now and then in fragments.
  if (index % 7 !== 0) return frame(1, text);
  return Buffer.concat([frame(1, text.subarray(0, 100), { isFinal: false }), frame(0, text.subarray(100))]);
}

async function startTalker(): Promise<{ readonly port: number; readonly socket: Promise<Socket> }> {
  let take: (socket: Socket) => void = () => undefined;
  const socket = new Promise<Socket>((resolve) => {
    take = resolve;
  });
  const server = net.createServer((connection) => {
    connection.once('data', () => {
      connection.write(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
      );
      take(connection);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, socket };
}

async function connect(stack: Stack): Promise<Socket> {
  const socket = net.connect(Number(new URL(stack.url).port), '127.0.0.1');
  socket.write(
    'GET /up/v1/realtime HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const [head] = (await once(socket, 'data')) as [Buffer];
  expect(head.toString()).toContain('101');
  expect(head.indexOf('\r\n\r\n')).toBe(head.length - 4);
  return socket;
}

test('an hour of both directions: byte-exact, bounded, and every message is there', { timeout: 180_000 }, async () => {
  const talker = await startTalker();
  const stack = await startStack([testUpstream('up', `http://127.0.0.1:${talker.port}`)]);
  cleanUps.push(stack.close);
  const client = await connect(stack);
  const upstream = await talker.socket;
  const [byClient, byUpstream] = [hearing(client), hearing(upstream)];
  const before = process.memoryUsage().rss;
  let peak = before;
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  const [fromClient, fromUpstream] = await Promise.all([say(client, true), say(upstream, false)]);
  await expect.poll(() => byUpstream.bytes).toBe(fromClient.bytes);
  await expect.poll(() => byClient.bytes).toBe(fromUpstream.bytes);
  client.end();
  upstream.end();
  const [ended] = await stack.waitForEnded(1);
  clearInterval(sampler);

  expect(byUpstream.sha256()).toBe(fromClient.sha256);
  expect(byClient.sha256()).toBe(fromUpstream.sha256);
  const snapshot = await stack.queries.snapshot(ended?.id ?? '');
  if (!snapshot.ok) throw new Error(snapshot.error.message);
  const { requestDigest, responseDigest } = snapshot.value.detail;
  expect(requestDigest).toMatchObject({ receivedSha256: fromClient.sha256, sentSha256: fromClient.sha256 });
  expect(responseDigest).toMatchObject({ receivedSha256: fromUpstream.sha256, sentSha256: fromUpstream.sha256 });
  expect(ended).toMatchObject({ format: 'openai-realtime', isVerbatim: true, end: 'complete', captureProblem: null });
  expect(ended?.eventCount).toBe(2 * messagesEachWay + 2);
  // Read again from the store: the same messages, in the same order as they were heard.
  expect(snapshot.value.eventCount).toBe(ended?.eventCount);
  expect(snapshot.value.problems).toEqual([]);
  expect(peak - before).toBeLessThan(maxGrowthBytes);
});
