/** Lanes of the overview: who is one agent, what ran at once, where the agent itself worked, and on whom it waits now. */
import { expect, test } from 'vitest';
import type { ConversationLink } from '../../../shared/model/conversation.ts';
import type { ExchangeSummary } from '../../../shared/model/exchange.ts';
import { summaryWith } from '../../store/test-summaries.ts';
import { buildLanes, latestSession } from './agent-lanes.ts';
import { statesOf, sumWords } from './agent-state.ts';
import { hitAt, laneHeight, sceneOf } from './overview-scene.ts';

const client = { address: '127.0.0.1', port: 1, userAgent: 'a', program: 'claude', pid: 7 };
const call = { kind: 'tool-call', label: 'Bash', text: 'npm test' } as const;

function asked(id: string, from: number, to: number | null, part: Partial<ExchangeSummary> = {}): ExchangeSummary {
  const live = to === null ? ({ phase: 'waiting', end: null, firstTokenAt: null, firstByteAt: null } as const) : {};
  return summaryWith({ id, startedAt: from, endedAt: to, client, ...live, ...part });
}

function link(id: string, kind: ConversationLink['kind'], parent: string | null): [string, ConversationLink] {
  return [id, { id, kind, parent, conversation: 'a' }];
}

const noLinks = new Map<string, ConversationLink>();

test('a program is one lane; what ran at once stands on tracks of its own', () => {
  const other = asked('d', 0, 10, { client: { ...client, program: 'codex', pid: 8 } });
  const lanes = buildLanes([asked('a', 0, 100), asked('b', 50, 200), asked('c', 120, 300), other], noLinks);
  expect(lanes.map(({ title, trackCount }) => [title, trackCount])).toEqual([
    ['claude', 2],
    ['codex', 1],
  ]);
  expect(lanes[0]?.requests.map(({ track }) => track)).toEqual([0, 1, 0]);
});

test('a sub-agent and its later turns are a lane below the program, named by the call that started it', () => {
  const task = { kind: 'tool-call', label: 'Task', text: 'find the callers' } as const;
  const session = [asked('a', 0, 10, { row: task }), asked('b', 20, 30), asked('c', 40, 50), asked('d', 60, 70)];
  const links = new Map([
    link('a', 'root', null),
    link('b', 'sub-agent', 'a'),
    link('c', 'turn', 'b'),
    link('d', 'turn', 'a'),
  ]);
  const lanes = buildLanes(session, links);
  expect(lanes.map(({ title, requests }) => [title, requests.map(({ summary }) => summary.id)])).toEqual([
    ['claude', ['a', 'd']],
    ['find the callers', ['b', 'c']],
  ]);
  expect(lanes[1]?.parent).toBe(lanes[0]?.key);
});

test('sub-agents that one answer started at once are named by what each was asked', () => {
  const task = { kind: 'tool-call', label: 'Agent', text: 'look at the probe' } as const;
  const session = [asked('a', 0, 10, { row: task }), asked('b', 20, 30), asked('c', 21, 31)];
  const links = new Map([link('a', 'root', null), link('b', 'sub-agent', 'a'), link('c', 'sub-agent', 'a')]);
  for (const [id, title] of [
    ['b', 'look at the probe'],
    ['c', 'look at the client'],
  ] as const) {
    links.set(id, { ...(links.get(id) as ConversationLink), title });
  }
  const lanes = buildLanes(session, links);
  expect(lanes.map(({ title }) => title)).toEqual(['claude', 'look at the probe', 'look at the client']);
});

test('between an answer that calls a tool and the next request the agent is at work; after a text it is not', () => {
  const [lane] = buildLanes([asked('a', 0, 10, { row: call }), asked('b', 40, 50), asked('c', 80, 90)], noLinks);
  expect(lane?.gaps).toEqual([{ start: 10, end: 40, words: 'Bash npm test' }]);
});

test('each agent says on whom it waits', () => {
  const now = 1_000;
  const stateOf = (...session: readonly ExchangeSummary[]) => {
    const lanes = buildLanes(session, noLinks);
    return statesOf(lanes, now).get(lanes[0]?.key ?? '');
  };
  expect(stateOf(asked('a', 900, null))).toMatchObject({
    kind: 'waiting',
    words: 'waits for gpt-4.1-mini',
    since: 900,
  });
  expect(stateOf(asked('a', 900, null, { phase: 'streaming', activity: 'reasoning' }))?.words).toBe(
    'gpt-4.1-mini thinks',
  );
  expect(stateOf(asked('a', 0, 10, { row: call }))).toMatchObject({
    kind: 'working',
    words: 'runs Bash npm test',
    since: 10,
  });
  expect(stateOf(asked('a', 0, 10))).toMatchObject({ kind: 'done', since: null });
  expect(stateOf(asked('a', 0, 10, { status: 429 }))).toMatchObject({ kind: 'failed', words: '429' });
  expect(stateOf(asked('a', 900, null), asked('b', 910, null, { phase: 'streaming' }))?.words).toBe(
    '1 waiting, 1 streaming',
  );
});

test('a program whose sub-agent asks waits for it', () => {
  const lanes = buildLanes(
    [asked('a', 0, 10, { row: call }), asked('b', 20, null)],
    new Map([link('a', 'root', null), link('b', 'sub-agent', 'a')]),
  );
  const states = statesOf(lanes, 1_000);
  expect(states.get(lanes[0]?.key ?? '')?.words).toBe('waits for its sub-agent');
  expect(sumWords(lanes, states)).toBe('1 waiting');
});

test('ten quiet minutes begin a session; tunnels and connections that only carry turns are no requests', () => {
  const minute = 60_000;
  const turn = { connectionId: 'c', number: 1, streamId: null, previous: null };
  const rows = [
    asked('a', 0, 10),
    asked('b', 20 * minute, 20 * minute + 5, { method: 'CONNECT' }),
    asked('c', 20 * minute, null, { isWebSocket: true }),
    asked('d', 20 * minute, 21 * minute, { isWebSocket: true, turnOf: turn }),
  ];
  expect(latestSession(rows).map(({ id }) => id)).toEqual(['d']);
});

test('a point is the request under it, also a few pixels beside a short one; else the work, else the lane', () => {
  const scene = sceneOf(
    [asked('a', 0, 100, { row: call }), asked('b', 9_000, 9_001)],
    noLinks,
    { start: 0, end: 10_000 },
    9_100,
  );
  const at = (x: number, y = laneHeight - 6) => hitAt(scene, 1_000, x, y);
  expect(at(5)).toMatchObject({ kind: 'request', request: { summary: { id: 'a' } } });
  expect(at(903)).toMatchObject({ kind: 'request', request: { summary: { id: 'b' } } });
  expect(at(400)).toMatchObject({ kind: 'gap', gap: { words: 'Bash npm test' } });
  expect(at(980)?.kind).toBe('lane');
  expect(at(5, 4)?.kind).toBe('lane');
  expect(at(5, laneHeight + 4)).toBeNull();
});
