/** Spans to a collector as exchanges end: a real server in its place, which is away, busy, picky or well. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { succeed } from '../../shared/lib/result.ts';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import type { TelemetrySettings } from '../../shared/model/telemetry.ts';
import { exportedDetail } from '../../tests/support/exported-exchange.ts';
import type { ExportOptions } from '../storage/queries-api.ts';
import { createLiveSpans, type LiveSpans } from './live-spans.ts';
import { partialSuccess } from './partial-success.ts';

let server: Server;
let url: string;
let bodies: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let notices: string[];
let asked: (readonly [readonly string[], ExportOptions | undefined])[];
let spans: LiveSpans;

beforeEach(async () => {
  [bodies, notices, asked] = [[], [], []];
  answer = (_, response) => response.end();
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    bodies.push(`${request.url} ${request.headers['content-type']} ${Buffer.concat(parts)}`);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  spans = createLiveSpans({
    queries: {
      export: async (ids, _format, onPiece, options) => {
        asked.push([ids as readonly string[], options]);
        for (const id of ids) await onPiece(Buffer.from(`<${id}>`));
        return succeed({ sizeBytes: 1 });
      },
    },
    flush: async () => {},
    onNotice: (title) => notices.push(title),
    gatherMs: 5,
  });
  spans.follow(target({}));
});

afterEach(async () => {
  await spans.dispose();
  server.closeAllConnections();
  server.close();
});

function target(changes: Partial<TelemetrySettings>): TelemetrySettings {
  return { isEnabled: true, endpoint: url, withContent: false, isRedacting: true, ...changes };
}

const summary = (id: string): ExchangeSummary => ({ ...exportedDetail({}).summary, id });
const settled = (): Promise<void> => vi.waitFor(() => expect(spans.status().waiting).toBe(0), { timeout: 5000 });

test('what ends together goes in one request, to the path of traces, without content', async () => {
  spans.ended(summary('a'));
  spans.ended(summary('b'));
  await settled();
  expect(bodies).toEqual(['/v1/traces application/x-protobuf <a><b>']);
  expect(asked[0]?.[1]).toEqual({ withContent: false, sharing: null });
  expect(spans.status()).toEqual({ sent: 2, waiting: 0, lost: 0, problem: null });
  expect(notices).toEqual([]);
});

test('with content there are stand-ins in it unless they are refused', async () => {
  spans.follow(target({ withContent: true }));
  spans.ended(summary('a'));
  await settled();
  spans.follow(target({ withContent: true, isRedacting: false }));
  spans.ended(summary('b'));
  await settled();
  expect(asked.map(([, options]) => options?.sharing?.rules.includes('email') ?? false)).toEqual([true, false]);
});

test('nothing is asked or sent while it is switched off, and a tunnel is no exchange', async () => {
  spans.ended({ ...summary('t'), method: 'CONNECT' });
  spans.follow(target({ isEnabled: false }));
  spans.ended(summary('a'));
  expect(spans.status().waiting).toBe(0);
  expect(bodies).toEqual([]);
});

describe('a collector', () => {
  test('that is busy is asked again, at the time it names at the earliest; a single refusal is no news', async () => {
    answer = (_, response) => {
      response.statusCode = bodies.length === 1 ? 503 : 200;
      response.end();
    };
    spans.ended(summary('a'));
    await settled();
    expect(bodies).toHaveLength(2);
    expect(notices).toEqual([]);
    expect(spans.status().sent).toBe(1);
  });

  test('that is away is told of once, and once when it is back; nothing is missing', async () => {
    answer = (request) => request.socket.destroy();
    spans.ended(summary('a'));
    await vi.waitFor(() => expect(spans.status().problem).toMatch(/cannot be reached/));
    spans.ended(summary('b'));
    await vi.waitFor(() => expect(bodies.length).toBeGreaterThan(3));
    answer = (_, response) => response.end();
    await settled();
    expect(notices).toEqual(['Traces are not being sent', 'Traces are sent again']);
    expect(spans.status()).toMatchObject({ sent: 2, lost: 0, problem: null });
  });

  test('that refuses for good gets the spans no second time', async () => {
    answer = (_, response) => {
      response.statusCode = 401;
      response.end();
    };
    spans.ended(summary('a'));
    await settled();
    spans.ended(summary('b'));
    await settled();
    expect(bodies).toHaveLength(2);
    expect(notices).toEqual(['Traces are not being sent']);
    expect(spans.status()).toMatchObject({ sent: 0, lost: 2, problem: expect.stringMatching(/answered 401/) });
  });

  test('that stays away loses the oldest once too many wait', async () => {
    answer = (request) => request.socket.destroy();
    for (let index = 0; index < 2_060; index += 1) spans.ended(summary(String(index)));
    expect(spans.status()).toMatchObject({ waiting: 2048, lost: 12 });
    answer = (_, response) => response.end();
    await settled();
    expect(bodies.at(-1)).toContain('<2059>');
    expect(bodies.join()).not.toContain('<11>');
  });

  test('gets what waits when the program ends', async () => {
    spans.ended(summary('a'));
    await spans.dispose();
    expect(bodies).toHaveLength(1);
  });
});

test('what a collector took only in part is said in its words, as OpenTelemetry reads them', () => {
  const message = Buffer.from('attribute too long');
  const inner = Buffer.concat([Buffer.from([8, 0xac, 2, 18, message.length]), message]);
  const bytes = Buffer.concat([Buffer.from([10, inner.length]), inner]);
  const theirs = ProtobufTraceSerializer.deserializeResponse(bytes).partialSuccess;
  expect(Number(theirs?.rejectedSpans)).toBe(300);
  expect(partialSuccess(bytes, null)).toBe('The collector said: 300 spans were rejected: attribute too long.');
  const json = Buffer.from('{"partialSuccess":{"rejectedSpans":"2"}}');
  expect(partialSuccess(json, 'application/json')).toBe('The collector said: 2 spans were rejected.');
  for (const nothing of [Buffer.alloc(0), Buffer.from([10, 0]), Buffer.from('not protobuf'), Buffer.from([255, 255])]) {
    expect(partialSuccess(nothing, null)).toBeNull();
  }
});
