/** The export writers: files that other programs can read, and that hold no secret. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { exportedDetail, exportedExchange } from '../../tests/support/exported-exchange.ts';
import { encodeBase64 } from './base64.ts';
import { shellQuote } from './curl.ts';
import type { ExportFormat } from './export-formats.ts';
import { createExportWriter } from './export-writer.ts';
import type { ExportedExchange } from './exported-exchange.ts';
import { largestTextBytes } from './readable-text.ts';

const facts = { version: '0.1.0', exportedAt: Date.UTC(2026, 2, 5) };

function writeFile(format: ExportFormat, exchanges: readonly ExportedExchange[]): Buffer {
  const writer = createExportWriter(format, facts);
  const pieces: Buffer[] = [Buffer.from(writer.begin)];
  exchanges.forEach((exchange, index) => {
    if (index > 0) pieces.push(Buffer.from(writer.separator));
    for (const piece of writer.write(exchange)) pieces.push(Buffer.from(piece as string));
  });
  return Buffer.concat([...pieces, Buffer.from(writer.end)]);
}

function body(bytes: Uint8Array): ExportedExchange['response'] {
  return { chunks: [{ receivedAt: 1, bytes }], decoded: bytes };
}

const plain = exportedExchange();
const failed = exportedExchange({
  detail: exportedDetail({ response: null, connection: null, endFacts: null }),
  events: [],
  response: body(new Uint8Array()),
  native: undefined,
  reading: null,
});
const binary = Uint8Array.from({ length: 256 }, (_, index) => index);

describe('base64', () => {
  test('bytes of every length and value come out as Node encodes them', () => {
    for (const length of [0, 1, 2, 3, 4, 255, 12_287, 12_288, 12_289]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + length) % 256);
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }
  });
});

describe('JSON', () => {
  test('gives back every chunk with its bytes and time', () => {
    const file = JSON.parse(writeFile('json', [plain, failed]).toString());
    expect(file).toMatchObject({
      format: 'wirelens-export',
      version: 1,
      creator: { name: 'Wirelens', version: '0.1.0' },
    });
    expect(file.exchanges).toHaveLength(2);
    const [first] = file.exchanges;
    const chunks = first.bodies.response.chunks.map((chunk: { receivedAt: number; base64: string }) => ({
      receivedAt: chunk.receivedAt,
      bytes: new Uint8Array(Buffer.from(chunk.base64, 'base64')),
    }));
    expect(chunks).toEqual(plain.response.chunks);
    expect(first.bodies.response.text).toContain('Héllo');
    expect(first.start).toEqual(JSON.parse(JSON.stringify(plain.detail.start)));
    expect(first.completion.choices[0].toolCalls).toEqual([
      { id: 'toolu_1', name: 'Edit', input: { path: 'a.ts', n: 1 } },
    ]);
    expect(file.exchanges[1].native).toBeNull();
  });

  test('a body that is no text has its bytes only', () => {
    const file = JSON.parse(writeFile('json', [exportedExchange({ response: body(binary) })]).toString());
    expect(file.exchanges[0].bodies.response.text).toBeNull();
    expect(Buffer.from(file.exchanges[0].bodies.response.chunks[0].base64, 'base64')).toEqual(Buffer.from(binary));
  });

  test('events come without the deltas that follow from them, blocks with the events that wrote them so far', () => {
    const text = writeFile('json', [plain]).toString();
    expect(text).not.toContain('only in deltas');
    expect(JSON.parse(text).exchanges[0].blocks[1].pieces).toEqual([[1, 0, 5]]);
  });

  test('no exchange at all is a valid file too', () => {
    expect(JSON.parse(writeFile('json', []).toString()).exchanges).toEqual([]);
  });
});

/** HAR 1.2 as its specification lists it: required fields required, others typed. */
const pair = v.object({ name: v.string(), value: v.string() });
const phase = v.pipe(v.number(), v.minValue(-1));
const duration = v.pipe(v.number(), v.minValue(0));
const harSchema = v.object({
  log: v.object({
    version: v.literal('1.2'),
    creator: v.object({ name: v.string(), version: v.string() }),
    entries: v.array(
      v.object({
        startedDateTime: v.pipe(v.string(), v.isoTimestamp()),
        time: duration,
        request: v.object({
          method: v.string(),
          url: v.pipe(v.string(), v.url()),
          httpVersion: v.pipe(v.string(), v.regex(/^HTTP\/[\d.]+$/)),
          cookies: v.array(pair),
          headers: v.array(pair),
          queryString: v.array(pair),
          postData: v.optional(v.object({ mimeType: v.string(), text: v.string() })),
          headersSize: v.number(),
          bodySize: v.number(),
        }),
        response: v.object({
          status: v.pipe(v.number(), v.integer()),
          statusText: v.string(),
          httpVersion: v.string(),
          cookies: v.array(pair),
          headers: v.array(pair),
          content: v.object({
            size: duration,
            compression: v.optional(v.number()),
            mimeType: v.string(),
            text: v.optional(v.string()),
            encoding: v.optional(v.literal('base64')),
          }),
          redirectURL: v.string(),
          headersSize: v.number(),
          bodySize: v.number(),
        }),
        cache: v.object({}),
        timings: v.object({
          blocked: phase,
          dns: phase,
          connect: phase,
          ssl: phase,
          send: duration,
          wait: duration,
          receive: duration,
        }),
      }),
    ),
  }),
});

describe('HAR', () => {
  test('has every required field of HAR 1.2, for an answered and for a failed exchange', () => {
    const file = JSON.parse(writeFile('har', [plain, failed]).toString());
    expect(v.safeParse(harSchema, file).issues ?? []).toEqual([]);
    expect(file.log.entries[1].response.status).toBe(0);
  });

  test('the phases add up to the time of the exchange', () => {
    const entry = JSON.parse(writeFile('har', [plain]).toString()).log.entries[0];
    expect(entry.timings).toEqual({
      blocked: 2,
      dns: -1,
      connect: 39,
      ssl: 29,
      send: 2,
      wait: 561,
      receive: 1896.5,
    });
    expect(entry.time).toBe(2500.5);
  });

  test('a reused connection has no connect phase, and a response before the end of the request no negative wait', () => {
    const start = plain.detail.start.startedAt;
    const connection = {
      isReused: true,
      connectStartedAt: null,
      connectedAt: null,
      securedAt: null,
      requestSentAt: start + 900,
    };
    const exchange = exportedExchange({ detail: exportedDetail({ connection }) });
    const { timings, time } = JSON.parse(writeFile('har', [exchange]).toString()).log.entries[0];
    expect(timings).toMatchObject({ blocked: -1, connect: -1, ssl: -1, send: 900, wait: 0, receive: 1600.5 });
    expect(time).toBe(2500.5);
  });

  test('chunk and event times stand in a field of our own, in ms since the start', () => {
    const entry = JSON.parse(writeFile('har', [plain]).toString()).log.entries[0];
    expect(entry._wirelens.chunks).toMatchObject([{ time: 604 }, { time: 1604 }]);
    expect(entry._wirelens.events[1]).toEqual({ time: 1604, type: 'text_delta', byteStart: 10, byteEnd: 20 });
  });

  test('a body that is no text is base64, and says so', () => {
    const entry = JSON.parse(writeFile('har', [exportedExchange({ response: body(binary) })]).toString()).log
      .entries[0];
    expect(entry.response.content.encoding).toBe('base64');
    expect(Buffer.from(entry.response.content.text, 'base64')).toEqual(Buffer.from(binary));
  });

  test('a response that Wirelens wrote itself has the body that the client got', () => {
    const response = { ...(plain.detail.response ?? failResponse()), status: 503, isOurs: true };
    const exchange = exportedExchange({
      detail: exportedDetail({ response }),
      response: body(new Uint8Array()),
      injected: body(Buffer.from('{"error":"off"}')),
    });
    const entry = JSON.parse(writeFile('har', [exchange]).toString()).log.entries[0];
    expect(entry.response.content.text).toBe('{"error":"off"}');
    expect(entry._wirelens.injectedText).toBeUndefined();
  });
});

function failResponse(): never {
  throw new Error('the test exchange has a response');
}

/** Runs a script with a `curl` that reports its arguments and its input. */
function runScript(script: Buffer, environment: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'wirelens-curl-'));
  const report = 'const i=process.argv.includes("@-")?require("fs").readFileSync(0).toString("base64"):null;';
  const print = 'process.stdout.write(JSON.stringify({arguments:process.argv.slice(2),input:i}))';
  writeFileSync(join(folder, 'curl'), `#!${process.execPath}\n${report}${print}\n`);
  writeFileSync(join(folder, 'script.sh'), script);
  chmodSync(join(folder, 'curl'), 0o755);
  try {
    const path = `${folder}:${process.env.PATH ?? ''}`;
    const output = execFileSync('/bin/sh', [join(folder, 'script.sh')], { env: { ...environment, PATH: path } });
    return JSON.parse(output.toString()) as { readonly arguments: readonly string[]; readonly input: string | null };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function optionValues(words: readonly string[], option: string): readonly string[] {
  return words.filter((_, index) => words[index - 1] === option);
}

describe('cURL', () => {
  test('a shell gives curl the very header values and body, with the secrets from variables', () => {
    const run = runScript(writeFile('curl', [plain]), { ANTHROPIC_API_KEY: 'k$1 "x"', ANTHROPIC_API_KEY_2: 'q' });
    expect(optionValues(run.arguments, '--header')).toEqual([
      'X-Api-Key: q',
      'content-type: application/json',
      'x-note: it\'s "quoted" $HOME `id` \\',
      'x-empty;',
    ]);
    expect(run.arguments).toContain('https://api.anthropic.com/v1/messages?beta=true&key=k$1 "x"&tag=a[1]');
    expect(run.arguments).toContain('--globoff');
    expect(run.arguments).toContain('--compressed');
    expect(run.arguments).toContain('--no-buffer');
    expect(optionValues(run.arguments, '--data-raw')).toEqual([Buffer.from(plain.request.decoded).toString()]);
  });

  test('a scheme stays in front of its variable', () => {
    const value = 'Bearer ••••a1b2 #7f3c';
    const secret = { scheme: 'Bearer', lastFour: 'a1b2', hash: '7f3c' };
    const requestHeaders = [{ name: 'Authorization', value, secret }];
    const start = { ...plain.detail.start, requestHeaders, upstreamUrl: 'https://a.example/', upstream: 'my-own' };
    const script = writeFile('curl', [exportedExchange({ detail: exportedDetail({ start }) })]);
    expect(script.toString()).toContain('MY_OWN_API_KEY  was ••••a1b2 #7f3c');
    const run = runScript(script, { MY_OWN_API_KEY: 'sk-1' });
    expect(optionValues(run.arguments, '--header')).toEqual(['Authorization: Bearer sk-1']);
  });

  test('a body too large for an argument, and one that is no text, arrive unchanged', () => {
    const large = Buffer.from(`{"text":"${"it's ".repeat(40_000)}"}`);
    for (const bytes of [large, Buffer.from(binary)]) {
      const run = runScript(writeFile('curl', [exportedExchange({ request: body(bytes) })]), {});
      expect(Buffer.from(run.input ?? '', 'base64').equals(bytes)).toBe(true);
    }
  });

  test('quoting survives every character that a shell knows', () => {
    const text = '\'"$`\\!*?[]{}()<>|&;#~\n\t -n é';
    const output = execFileSync('/bin/sh', ['-c', `printf %s ${shellQuote(text)}`]);
    expect(output.toString()).toBe(text);
  });
});

describe('Markdown', () => {
  test('reads as a conversation, from the request to the tool call', () => {
    const text = writeFile('markdown', [plain]).toString();
    const order = [
      '# claude-x: POST /v1/messages',
      '- Tokens: 31422 in, 28304 from cache, 361 out',
      '## Request',
      '- `max_tokens`: `100`',
      '- `Edit`: Edits a file.',
      '### User',
      "It's $5 `now`",
      '## Answer',
      '> Let me think.\n>\n> Done.',
      'Héllo',
      '**Calls `Edit`**',
      '"path": "a.ts"',
      '## Findings',
      '- **Unknown event type** (event 1): a field nobody knows',
      '- 3 events: 2 used, 1 ignored on purpose, 0 unknown, 0 malformed',
      '- `delta.novelty` is not in the rebuilt object (2 events)',
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((left, right) => left - right));
  });

  test('what no adapter reads is shown as it came, in a fence longer than its own', () => {
    const exchange = exportedExchange({
      completion: { ...plain.completion, choices: [] },
      response: body(Buffer.from('before\n````\nafter')),
    });
    expect(writeFile('markdown', [exchange]).toString()).toContain('`````\nbefore\n````\nafter\n`````');
  });

  test('an error is told with its type and when to come back', () => {
    const providerError = {
      type: 'rate_limit_error',
      message: 'Slow down.',
      status: 429,
      requestId: 'req_1',
      retryAfterSeconds: 2,
    };
    const summary = { ...plain.detail.summary, providerError };
    const text = writeFile('markdown', [exportedExchange({ detail: exportedDetail({ summary }) })]).toString();
    expect(text).toContain('## Error\n\nSlow down.\n\n*rate_limit_error, request req_1, retry after 2 s*');
  });
});

test('a body too large for one string is left out of the text, and everything else is written', () => {
  const huge = { chunks: [], decoded: new Uint8Array(largestTextBytes + 1) };
  const exchange = exportedExchange({ response: huge, completion: { ...plain.completion, choices: [] } });
  expect(JSON.parse(writeFile('json', [exchange]).toString()).exchanges[0].bodies.response.text).toBeNull();
  const { content } = JSON.parse(writeFile('har', [exchange]).toString()).log.entries[0].response;
  expect(content).toMatchObject({ size: largestTextBytes + 1, comment: expect.stringContaining('too large') });
  expect(content.text).toBeUndefined();
  expect(writeFile('markdown', [exchange]).toString()).toContain(`*${largestTextBytes + 1} bytes*`);
});

test('raw is the response body and nothing else', () => {
  expect(writeFile('raw', [plain])).toEqual(Buffer.from(plain.response.decoded));
});
