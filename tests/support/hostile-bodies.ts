/** Seeded bodies that no well-behaved server sends: malformed, truncated, mislabelled, oversized, mis-encoded. */
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import { type Seeded, seeded } from './seeded.ts';

export type HostileBody = {
  readonly title: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The connection is closed without the end that HTTP promises. */
  readonly isCut: boolean;
};

const paths = ['/v1/chat/completions', '/v1/messages', '/api/chat', '/api/generate', '/strange/thing'];
const mediaTypes = [
  'text/event-stream',
  'application/x-ndjson',
  'application/json',
  'text/plain',
  'application/octet-stream',
  '',
];
const lineEnds = ['\n', '\r\n', '\r', '\n\r'];

const goodEvents = [
  'data: {"id":"c","choices":[{"index":0,"delta":{"content":"Hi äöü 👋"}}]}',
  'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x"}}',
  'event: message_start\ndata: {"type":"message_start","message":{"id":"m","content":[],"usage":{"input_tokens":1}}}',
  '{"model":"llama","message":{"role":"assistant","content":"a"},"done":false}',
  'data: [DONE]',
];

const badEvents = [
  'data: {"choices":[{"delta":{"tool_calls":[{"index":"x","function":{"arguments":5}}]}}]}',
  'data: {"choices":null}',
  'data: {"choices":{"0":{}}}',
  'data: null',
  'data: 17',
  'data: "text"',
  'data: {"type":"content_block_delta","index":99,"delta":{"type":"input_json_delta","partial_json":7}}',
  'event: content_block_start\ndata: {"type":"content_block_start"}',
  'data: {"__proto__":{"polluted":true},"choices":[{"index":-1}]}',
  'data: {"choices":[{"index":1e308,"delta":{"content":{"a":[1]}}}]}',
  'data: {"usage":{"prompt_tokens":"many","completion_tokens":-5}}',
  'data: {"error":"just a string"}',
  'data: {"truncated": "js',
  'data: \ud83d',
  ': comment',
  'id: 5\nretry: soon',
  'no colon at all',
  `data: ${'['.repeat(20_000)}`,
  `data: ${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  '\u0000\u0000',
];

function streamText(random: Seeded): Buffer {
  const end = random.pick(lineEnds);
  const parts: Buffer[] = random.next() < 0.2 ? [Buffer.from([0xef, 0xbb, 0xbf])] : [];
  const count = random.between(1, 60);
  for (let index = 0; index < count; index += 1) {
    const text = random.next() < 0.5 ? random.pick(goodEvents) : random.pick(badEvents);
    parts.push(Buffer.from(text.replaceAll('\n', end)));
    if (random.next() < 0.1) parts.push(random.bytes(random.between(1, 40)));
    if (random.next() < 0.9) parts.push(Buffer.from(end + (random.next() < 0.9 ? end : '')));
  }
  return Buffer.concat(parts);
}

function encode(random: Seeded, body: Buffer): { body: Buffer; encoding: string | null } {
  switch (random.between(0, 9)) {
    case 0:
      return { body: gzipSync(body), encoding: 'gzip' };
    case 1:
      return { body: brotliCompressSync(body), encoding: 'br' };
    case 2:
      return { body: deflateRawSync(body), encoding: 'deflate' };
    case 3:
      return { body, encoding: random.pick(['gzip', 'br', 'deflate', 'zstd', 'nonsense', 'gzip, br']) };
    case 4:
      return { body: gzipSync(body).subarray(0, -random.between(1, 12)), encoding: 'gzip' };
    case 5:
      return { body: gzipSync(Buffer.alloc(2_000_000, 'data: x\n\n')), encoding: 'gzip' };
    default:
      return { body, encoding: null };
  }
}

/** The hostile body of a seed. */
export function hostileBody(seed: number): HostileBody {
  const random = seeded(seed);
  const plain = random.next() < 0.15 ? random.bytes(random.between(0, 5000)) : streamText(random);
  const { body, encoding } = encode(random, plain);
  const mediaType = random.pick(mediaTypes);
  const isCut = random.next() < 0.3;
  return {
    title: `seed ${seed}: ${mediaType || 'no type'}, ${encoding ?? 'plain'}, ${body.length} bytes${isCut ? ', cut' : ''}`,
    path: random.pick(paths),
    headers: {
      ...(mediaType ? { 'content-type': mediaType } : {}),
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
    body,
    isCut,
  };
}
