/** Made-up exchanges for the development bridge: a few programs, tool calls, errors, and one that grows event by event. */
import type { BlockKind, Delta } from '../../shared/model/delta.ts';
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeDetail, ExchangeSummary, LaneSegment } from '../../shared/model/exchange.ts';
import { noUsage } from '../../shared/model/usage.ts';

/** One made-up exchange, growing as `advance` is called. */
export type MockExchange = {
  readonly id: string;
  readonly isEnded: () => boolean;
  readonly detail: () => ExchangeDetail;
  readonly events: () => readonly EventRecord[];
  /** Events up to `now` that were not given yet. */
  readonly advance: (now: number) => {
    readonly events: readonly EventRecord[];
    readonly problems: readonly [];
    readonly finalDeltas: null;
  };
};

type Planned = {
  readonly at: number;
  readonly type: string;
  readonly reading: string;
  readonly deltas: readonly Delta[];
};

const reasoning =
  'The user wants retries that do not stampede. The backoff doubles without a ceiling and every client wakes at the same moment, so I should cap it and add full jitter.';
const answer =
  "The backoff in `retry.ts` doubles without a ceiling, and every client wakes at the same moment. That is what the two flaky tests see: attempt 5 waits **16 s**, then all callers collide again.\n\nI'll change three things:\n\n1. cap the delay at `maxDelayMs`, 8 s by default\n2. full jitter: a random wait below that cap\n3. honour `retry-after` when the upstream sends it, even if it is longer than ours\n\nThe signature of `withRetry` stays as it is. Starting with the delay itself:";
const input = JSON.stringify({
  file_path: 'src/upstream/retry.ts',
  old_string: '  await sleep(base * 2 ** attempt);',
  new_string:
    '  const ceiling = Math.min(maxDelayMs, base * 2 ** attempt);\n  const jittered = Math.random() * ceiling;',
});

function plan(): readonly Planned[] {
  const planned: Planned[] = [];
  let at = 600;
  const add = (type: string, reading: string, deltas: readonly Delta[], gap: number) => {
    planned.push({ at, type, reading, deltas });
    at += gap;
  };
  add('message_start', 'msg_01', [{ type: 'response-start', id: 'msg_01', model: 'claude-sonnet-4-5-20250929' }], 400);
  addBlock(add, '0', 'reasoning', reasoning, 28);
  addBlock(add, '1', 'text', answer.slice(0, 300), 34);
  at += 1_900;
  addPieces(add, '1', 'text-delta', answer.slice(300), 34);
  add('content_block_stop', 'block 1', [{ type: 'block-end', choice: 0, block: '1' }], 30);
  addBlock(add, '2', 'tool-call', input, 30);
  add(
    'message_delta',
    'tool_use',
    [
      { type: 'usage', usage: { inputTokens: 31_422, outputTokens: 361, cacheReadTokens: 28_304 } },
      { type: 'choice-end', choice: 0, finishReason: 'tool-calls', rawFinishReason: 'tool_use' },
    ],
    5,
  );
  add('message_stop', '', [{ type: 'response-end' }], 0);
  return planned;
}

type Add = (type: string, reading: string, deltas: readonly Delta[], gap: number) => void;
type PieceDelta = 'reasoning-delta' | 'text-delta' | 'tool-input-delta';

function addBlock(add: Add, block: string, kind: BlockKind, text: string, gap: number): void {
  const name = kind === 'tool-call' ? { name: 'Edit', toolCallId: 'toolu_01Vd8kRq' } : {};
  add('content_block_start', `${kind} ${block}`, [{ type: 'block-start', choice: 0, block, kind, ...name }], gap);
  const type: PieceDelta =
    kind === 'reasoning' ? 'reasoning-delta' : kind === 'text' ? 'text-delta' : 'tool-input-delta';
  addPieces(add, block, type, text, gap);
  if (block !== '1') add('content_block_stop', `block ${block}`, [{ type: 'block-end', choice: 0, block }], gap);
}

function addPieces(add: Add, block: string, type: PieceDelta, text: string, gap: number): void {
  const names = {
    'reasoning-delta': 'thinking_delta',
    'text-delta': 'text_delta',
    'tool-input-delta': 'input_json_delta',
  };
  for (const [index, piece] of (text.match(/\s?\S{1,9}/g) ?? []).entries()) {
    add(names[type], piece, [{ type, choice: 0, block, text: piece }], gap + ((index * 17) % 41));
  }
}

/** One that streams from `startedAt` on for about ten seconds. */
export function createMockExchange(startedAt: number, seed: number): MockExchange {
  const planned = plan();
  const events: EventRecord[] = [];
  const id = `${startedAt.toString(36).padStart(11, '0')}${seed.toString(36).padStart(9, '0')}`;
  const isEnded = () => events.length === planned.length;
  const detail = () => detailOf(summaryOf(id, startedAt, planned, events.length, isEnded()));
  const advance = (now: number) => {
    const from = events.length;
    for (const step of planned.slice(from)) {
      if (startedAt + step.at > now) break;
      events.push(toEvent(step, events.length, startedAt));
    }
    return { events: events.slice(from), problems: [] as const, finalDeltas: null };
  };
  return { id, isEnded, detail, events: () => events, advance };
}

function toEvent(step: Planned, index: number, startedAt: number): EventRecord {
  return {
    index,
    receivedAt: startedAt + step.at,
    type: step.type,
    reading: step.reading,
    origin: 'upstream',
    outcome: 'used',
    flags: [],
    byteStart: index * 150,
    byteEnd: index * 150 + 150,
    chunkStart: index,
    chunkEnd: index,
    deltas: step.deltas,
  };
}

function summaryOf(
  id: string,
  startedAt: number,
  planned: readonly Planned[],
  count: number,
  isEnded: boolean,
): ExchangeSummary {
  const last = planned[count - 1];
  const lane = laneOf(planned.slice(0, count));
  return {
    ...quietSummary(id, startedAt),
    phase: isEnded ? 'ended' : count === 0 ? 'waiting' : 'streaming',
    endedAt: isEnded ? startedAt + (last?.at ?? 0) : null,
    end: isEnded ? 'complete' : null,
    row: lane.some(({ kind }) => kind === 'tool-call')
      ? { kind: 'tool-call', label: 'Edit', text: 'src/upstream/retry.ts' }
      : { kind: 'request', label: null, text: 'Make the retries kinder to the upstream' },
    activity: isEnded ? null : activityOf(lane),
    estimatedOutputTokens: count,
    usage: isEnded ? { ...noUsage, inputTokens: 31_422, outputTokens: 361 } : { ...noUsage, inputTokens: 31_422 },
    firstByteAt: count > 0 ? startedAt + 600 : null,
    firstTokenAt: count > 2 ? startedAt + 1_000 : null,
    lastByteAt: last ? startedAt + last.at : null,
    tokensPerSecond: count > 3 ? 42 : null,
    eventCount: count,
    eventTally: { total: count, used: count, ignored: 0, unknown: 0, malformed: 0 },
    isVerbatim: isEnded ? true : null,
    lane,
  };
}

function laneOf(steps: readonly Planned[]): readonly LaneSegment[] {
  const lane: LaneSegment[] = [];
  let end = 0;
  for (const { at, deltas } of steps) {
    const kind = kindOf(deltas);
    const last = lane.at(-1);
    if (at - end > 500) lane.push({ kind: lane.length === 0 ? 'wait' : 'silence', startMs: end, endMs: at });
    if (kind && last?.kind === kind && at - end <= 500) lane[lane.length - 1] = { ...last, endMs: at };
    else if (kind) lane.push({ kind, startMs: at, endMs: at });
    end = at;
  }
  return lane;
}

function kindOf(deltas: readonly Delta[]): BlockKind | null {
  switch (deltas[0]?.type) {
    case 'reasoning-delta':
      return 'reasoning';
    case 'text-delta':
      return 'text';
    case 'tool-input-delta':
      return 'tool-call';
    default:
      return null;
  }
}

function activityOf(lane: readonly LaneSegment[]): BlockKind | null {
  const kind = lane.at(-1)?.kind;
  return kind === 'text' || kind === 'reasoning' || kind === 'tool-call' ? kind : null;
}

function quietSummary(id: string, startedAt: number): ExchangeSummary {
  return {
    id,
    startedAt,
    endedAt: null,
    phase: 'ended',
    end: 'complete',
    failure: null,
    method: 'POST',
    target: '/anthropic/v1/messages',
    path: '/v1/messages',
    upstream: 'anthropic',
    endpoint: 'official',
    format: 'anthropic-messages',
    framing: 'sse',
    status: 200,
    model: 'claude-sonnet-4-5-20250929',
    client: { address: '127.0.0.1', port: 50_000, userAgent: 'claude-cli/2.0.14', program: 'claude', pid: 4_121 },
    isStreaming: true,
    isWebSocket: false,
    row: { kind: 'text', label: null, text: '' },
    activity: null,
    providerError: null,
    finishReason: null,
    usage: noUsage,
    estimatedOutputTokens: null,
    eventCount: 0,
    eventTally: { total: 0, used: 0, ignored: 0, unknown: 0, malformed: 0 },
    firstByteAt: null,
    firstTokenAt: null,
    lastByteAt: null,
    tokensPerSecond: null,
    requestBytes: 128_406,
    responseBytes: 31_000,
    injectedBytes: 0,
    isVerbatim: true,
    lane: [],
    captureProblem: null,
  };
}

const pastRows: readonly (readonly [ExchangeSummary['row'], Partial<ExchangeSummary>])[] = [
  [{ kind: 'text', label: null, text: 'Title: retry without stampede' }, { model: 'claude-haiku-4-5' }],
  [{ kind: 'tool-call', label: 'Read', text: 'src/upstream/retry.ts' }, {}],
  [{ kind: 'tool-call', label: 'Grep', text: 'setTimeout, Read backoff.test.ts' }, {}],
  [{ kind: 'tool-call', label: 'Task', text: 'find the callers of withRetry' }, {}],
  [{ kind: 'text', label: null, text: 'Draft of docs/retry.md' }, { end: 'client-aborted' }],
  [{ kind: 'tool-call', label: 'Bash', text: 'npm test -- retry' }, {}],
  [
    { kind: 'text', label: null, text: 'Review the open branch, 3 responses over one socket' },
    { isWebSocket: true, model: 'gpt-5-codex', upstream: 'openai', client: clientOf('codex', 4_388) },
  ],
  [
    { kind: 'tool-call', label: 'shell', text: 'git diff main...HEAD --stat' },
    { model: 'gpt-5-codex', upstream: 'openai', client: clientOf('codex', 4_388) },
  ],
  [
    { kind: 'error', label: 'rate_limit_exceeded', text: 'rate_limit_exceeded, retry in 2 s' },
    { status: 429, model: 'gpt-4.1-mini', upstream: 'openai', client: clientOf('python3 eval.py', 4_502) },
  ],
];

function clientOf(program: string, pid: number): ExchangeSummary['client'] {
  return { address: '127.0.0.1', port: 50_000, userAgent: program, program, pid };
}

/** `count` ended exchanges before `now`. */
export function mockPast(count: number, now: number): readonly MockExchange[] {
  return Array.from({ length: count }, (_, index) => {
    const startedAt = now - 55_000 - Math.max(0, count - 11) * 900 + index * (count > 11 ? 900 : 4_700);
    const [row, facts] = pastRows[index % pastRows.length] ?? [];
    const durationMs = 700 + ((index * 1_913) % 8_000);
    const isShort = facts?.status === 429;
    const endedAt = startedAt + (isShort ? 190 : durationMs);
    const summary: ExchangeSummary = {
      ...quietSummary(`${startedAt.toString(36).padStart(11, '0')}${index.toString(36).padStart(9, '0')}`, startedAt),
      row: row ?? { kind: 'text', label: null, text: '' },
      endedAt,
      lastByteAt: endedAt,
      firstTokenAt: isShort ? null : startedAt + 420,
      firstByteAt: startedAt + 180,
      tokensPerSecond: isShort ? null : 40 + ((index * 31) % 60),
      usage: {
        ...noUsage,
        inputTokens: isShort ? 880 : 1_204 + index * 3_911,
        outputTokens: isShort ? 0 : 24 + ((index * 211) % 1_200),
      },
      lane: isShort ? [] : pastLane(durationMs),
      ...facts,
    };
    return { id: summary.id, isEnded: () => true, detail: () => detailOf(summary), events: () => [], advance: nothing };
  });
}

function nothing() {
  return { events: [], problems: [] as const, finalDeltas: null };
}

function pastLane(durationMs: number): readonly LaneSegment[] {
  const at = (share: number) => Math.round(durationMs * share);
  return [
    { kind: 'wait', startMs: 0, endMs: at(0.2) },
    { kind: 'reasoning', startMs: at(0.2), endMs: at(0.45) },
    { kind: 'text', startMs: at(0.45), endMs: at(0.75) },
    { kind: 'tool-call', startMs: at(0.78), endMs: durationMs },
  ];
}

function detailOf(summary: ExchangeSummary): ExchangeDetail {
  const { id, startedAt, method, target, path, upstream, endpoint, format, client } = summary;
  return {
    summary,
    start: {
      id,
      startedAt,
      method,
      target,
      path,
      httpVersion: '1.1',
      requestHeaders: [
        { name: 'Host', value: '127.0.0.1:7878' },
        {
          name: 'Authorization',
          value: 'Bearer ••••a1b2 #7f3c',
          secret: { scheme: 'Bearer', lastFour: 'a1b2', hash: '7f3c' },
        },
        { name: 'Content-Type', value: 'application/json' },
      ],
      sentRequestHeaders: null,
      upstream,
      endpoint,
      upstreamUrl: 'https://api.anthropic.com/v1/messages',
      format,
      client,
    },
    response: {
      receivedAt: summary.firstByteAt ?? startedAt,
      status: summary.status ?? 200,
      statusText: 'OK',
      httpVersion: '1.1',
      headers: [{ name: 'Content-Type', value: 'text/event-stream; charset=utf-8' }],
      sentHeaders: null,
      isOurs: false,
    },
    connection: {
      isReused: true,
      connectStartedAt: null,
      connectedAt: null,
      securedAt: null,
      requestSentAt: startedAt + 12,
    },
    endFacts:
      summary.endedAt === null
        ? null
        : {
            endedAt: summary.endedAt,
            end: summary.end ?? 'complete',
            failure: null,
            requestTrailers: [],
            responseTrailers: [],
          },
    requestDigest: null,
    responseDigest: null,
  };
}
