/** Seeded WebSocket traffic between a real `ws` client and server, its bytes recorded on the way: what each of them heard. */
import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { type Seeded, seeded } from './seeded.ts';

/** `text:…`, `binary:…` (hex), `ping:…`, `pong:…`, in the order in which they were heard. */
export type Heard = readonly string[];

export type Talk = {
  /** Everything after the handshake. */
  readonly bytes: { readonly client: readonly Uint8Array[]; readonly upstream: readonly Uint8Array[] };
  /** What the other side's receiver made of it. */
  readonly heard: { readonly client: Heard; readonly upstream: Heard };
  /** The answer's `Sec-WebSocket-Extensions`. */
  readonly extensions: string | null;
};

/** One conversation of the seed: sizes, fragments, compression and pings by chance. */
export async function talkOf(seed: number): Promise<Talk> {
  const random = seeded(seed);
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: deflateOptions(random) });
  await once(server, 'listening');
  const relay = await startRelay((server.address() as AddressInfo).port);
  const accepted = once(server, 'connection') as Promise<[WebSocket]>;
  const client = new WebSocket(`ws://127.0.0.1:${relay.port}/`, { perMessageDeflate: random.next() < 0.9 });
  const heard = { client: [] as string[], upstream: [] as string[] };
  const [upgraded] = await Promise.all([once(client, 'upgrade'), once(client, 'open')]);
  const [upstream] = await accepted;
  listen(upstream, heard.client);
  listen(client, heard.upstream);
  const closed = Promise.all([once(client, 'close'), once(upstream, 'close')]);
  await Promise.all([say(client, random), say(upstream, random)]);
  // A ping answered means that everything before it was heard.
  await Promise.all([settled(client), settled(upstream)]);
  client.close(1000, 'done');
  await closed;
  await relay.close();
  await new Promise((resolve) => server.close(resolve));
  const [answer] = upgraded as [{ readonly headers: Record<string, string | undefined> }];
  return { bytes: relay.bytes, heard, extensions: answer.headers['sec-websocket-extensions'] ?? null };
}

function deflateOptions(random: Seeded) {
  if (random.next() < 0.15) return false;
  return {
    threshold: random.pick([0, 0, 200]),
    serverNoContextTakeover: random.next() < 0.3,
    clientNoContextTakeover: random.next() < 0.3,
    ...(random.next() < 0.5 ? { serverMaxWindowBits: random.between(9, 15) } : {}),
    ...(random.next() < 0.5 ? { clientMaxWindowBits: random.between(9, 15) } : {}),
  };
}

function listen(socket: WebSocket, heard: string[]): void {
  socket.on('message', (data, isBinary) => {
    heard.push(isBinary ? `binary:${(data as Buffer).toString('hex')}` : `text:${data}`);
  });
  socket.on('ping', (data) => heard.push(`ping:${data}`));
  socket.on('pong', (data) => heard.push(`pong:${data}`));
}

async function say(socket: WebSocket, random: Seeded): Promise<void> {
  const count = random.between(1, 12);
  for (let index = 0; index < count; index += 1) {
    if (random.next() < 0.2) socket.ping(`p${index}`);
    const isBinary = random.next() < 0.3;
    const size = random.pick([0, 1, 125, 126, 127, 3000, 65_535, 65_536, 70_000]);
    const payload = isBinary ? random.bytes(Math.min(size, 3000)) : Buffer.from(wordsOf(random, size));
    const cuts = random.next() < 0.3 ? random.between(1, 4) : 0;
    sendFragments(socket, payload, isBinary, cuts, random);
    if (random.next() < 0.3) await new Promise((resolve) => setImmediate(resolve));
  }
}

function wordsOf(random: Seeded, size: number): string {
  const words = ['response.output_text.delta', 'Grüße', '☃', '{"type":', '\n', '0123456789'];
  let text = '';
  while (text.length < size) text += random.pick(words);
  return text;
}

function sendFragments(socket: WebSocket, payload: Buffer, binary: boolean, cuts: number, random: Seeded): void {
  const compress = random.next() < 0.8;
  const edges = Array.from({ length: cuts }, () => random.between(0, payload.length)).sort((a, b) => a - b);
  const places = [0, ...edges, payload.length];
  places.slice(1).forEach((end, index) => {
    const fin = index === places.length - 2;
    socket.send(payload.subarray(places[index], end), { binary, compress, fin });
    if (!fin && random.next() < 0.4) socket.ping(`within ${index}`);
  });
}

async function settled(socket: WebSocket): Promise<void> {
  const answered = new Promise<void>((resolve) => {
    const onPong = (data: Buffer): void => {
      if (String(data) !== 'last') return;
      socket.off('pong', onPong);
      resolve();
    };
    socket.on('pong', onPong);
  });
  socket.ping('last');
  await answered;
}

async function startRelay(target: number) {
  const bytes = { client: [] as Uint8Array[], upstream: [] as Uint8Array[] };
  const sockets: Socket[] = [];
  const relay = net.createServer((near) => {
    const far = net.connect(target, '127.0.0.1');
    sockets.push(near, far);
    record(near, far, bytes.client);
    record(far, near, bytes.upstream);
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => relay.close(resolve));
  };
  return { port: (relay.address() as AddressInfo).port, bytes, close };
}

/** Passes everything on and keeps what comes behind the head. */
function record(from: Socket, to: Socket, kept: Uint8Array[]): void {
  let head: Buffer | null = Buffer.alloc(0);
  from.on('data', (chunk: Buffer) => {
    to.write(chunk);
    if (head === null) {
      kept.push(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) return;
    if (head.length > end + 4) kept.push(head.subarray(end + 4));
    head = null;
  });
  from.on('end', () => to.end());
  from.on('error', () => to.destroy());
}
