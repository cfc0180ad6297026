import { describe, expect, it } from 'vitest';
import { atLength } from '../../tests/support/at-length.ts';
import { anExchange } from '../filter/test-exchange.ts';
import type { Completion } from '../model/completion.ts';
import type { TurnPiece } from '../model/conversation.ts';
import type { ExchangeDetail } from '../model/exchange.ts';
import type { RequestMessage, RequestReading, RequestTool } from '../model/request-reading.ts';
import { noUsage, type Usage } from '../model/usage.ts';
import { emptyCompletion } from '../reconstruct/accumulator.ts';
import { buildConversation, type ConversationMember } from './build-conversation.ts';
import { createLinkIndex, linkExchange } from './conversation-linker.ts';
import { exchangePieces } from './exchange-pieces.ts';
import { linkKeys } from './link-keys.ts';

type Asked = {
  readonly system?: string;
  readonly messages?: readonly RequestMessage[];
  readonly tools?: readonly RequestTool[];
  readonly parameters?: RequestReading['parameters'];
  readonly answer?: Completion;
  readonly usage?: Partial<Usage>;
  readonly status?: number;
};

/** Exchanges one after another, linked as the store does it. */
function record(asked: readonly Asked[]): readonly ConversationMember[] {
  const index = createLinkIndex();
  const numbers = new Map<string, number>();
  return asked.map(({ system, messages = [], tools = [], parameters = [], answer, usage, status = 200 }, at) => {
    const id = asked.length < 10 ? `x${at}` : `x${String(at).padStart(4, '0')}`;
    const summary = anExchange({
      id,
      startedAt: at * 1_000,
      endedAt: at * 1_000 + 500,
      status,
      model: 'claude-sonnet-4-5',
      usage: { ...noUsage, ...usage },
    });
    const systems = system === undefined ? [] : [says('system', system)];
    const reading = { model: 'm', isStreaming: true, messages: [...systems, ...messages], tools, parameters };
    const completion = answer ?? emptyCompletion;
    const keys = linkKeys(summary, reading, completion, shortName);
    if (keys === null) throw new Error('no keys');
    const link = linkExchange(keys, index);
    index.add(keys, link);
    const detail = { summary, start: { method: 'POST', target: '/', requestHeaders: [] }, response: null };
    const pieces = exchangePieces(detail as unknown as ExchangeDetail, reading, completion);
    const numbered = pieces.map(({ place, identity, facts }): TurnPiece => {
      if (!numbers.has(identity)) numbers.set(identity, numbers.size);
      return { place, number: numbers.get(identity) as number, facts };
    });
    return { link: { id, ...link }, summary, pieces: numbered };
  });
}

/** FNV-1a twice: enough for a test. */
function shortName(text: string): string {
  let [left, right] = [0x811c9dc5, 0x1234567];
  for (let at = 0; at < text.length; at += 1) {
    left = Math.imul(left ^ text.charCodeAt(at), 0x01000193);
    right = Math.imul(right + text.charCodeAt(at), 0x85ebca6b);
  }
  return `${left}/${right}`;
}

function says(role: RequestMessage['role'], text: string): RequestMessage {
  return { role, name: null, parts: [{ kind: 'text', text }], hasCacheMarker: false, path: '' };
}

function calls(name: string, input: unknown): RequestMessage {
  const part = { kind: 'tool-call', id: `id-${name}`, name, input } as const;
  return { role: 'assistant', name: null, parts: [part], hasCacheMarker: false, path: '' };
}

function result(text: string): RequestMessage {
  const part = { kind: 'tool-result', toolCallId: 'id', name: null, text, isError: false } as const;
  return { role: 'tool', name: null, parts: [part], hasCacheMarker: false, path: '' };
}

function answers(
  kind: 'text' | 'tool-call',
  text: string,
  name: string | null = null,
  id: string | null = null,
): Completion {
  const block = { choice: 0, key: '0', kind, text, name, toolCallId: null, native: null };
  return { ...emptyCompletion, id, choices: [{ index: 0, blocks: [block] }] } as unknown as Completion;
}

function outline(members: readonly ConversationMember[]): readonly string[] {
  const conversation = buildConversation('x0', members);
  return (conversation?.turns ?? []).map(({ label, id, added, changes, isBranch }) => {
    const words = added.map(({ facts }) => facts.parts[0]?.text);
    const changed = changes.map(({ kind, what, name }) => `${kind} ${what} ${name}`);
    return [label, id, isBranch ? 'branch' : '', `+${words.join(' +')}`, ...changed].filter(Boolean).join(' ');
  });
}

const task = says('user', 'Make the retries stop stampeding');
const read = calls('Read', { path: 'a.ts', limit: 5 });
const readAnswer = answers('tool-call', '{"limit": 5, "path": "a.ts"}', 'Read');

describe('exchanges are linked', () => {
  it('by the history they send again, each turn showing only what is new', () => {
    const members = record([
      { system: 'Be calm', messages: [task], answer: readAnswer },
      { system: 'Be calm', messages: [task, read, result('84 lines')], answer: answers('text', 'Done.') },
      {
        system: 'Be calm',
        messages: [task, read, result('84 lines'), says('assistant', 'Done.'), says('user', 'Thanks')],
      },
    ]);
    expect(members.map(({ link }) => [link.kind, link.parent])).toEqual([
      ['root', null],
      ['turn', 'x0'],
      ['turn', 'x1'],
    ]);
    expect(outline(members)).toEqual(['1 x0 +Make the retries stop stampeding', '2 x1 +84 lines', '3 x2 +Thanks']);
  });

  it('with words that were said before as new ones, a repeated "go on" or an agent\'s reminder behind a tool result', () => {
    const reminder = says('system', 'Mind the task list');
    const start = [task, reminder, read];
    const going = [...start, result('one'), reminder, says('assistant', 'Half way'), says('user', 'Go on')];
    const members = record([
      { messages: start.slice(0, 2), answer: readAnswer },
      { messages: [...start, result('one'), reminder], answer: answers('text', 'Half way') },
      { messages: going, answer: answers('text', 'Nearly') },
      { messages: [...going, says('assistant', 'Nearly'), says('user', 'Go on')] },
    ]);
    expect(outline(members)).toEqual([
      '1 x0 +Make the retries stop stampeding +Mind the task list',
      '2 x1 +one +Mind the task list',
      '3 x2 +Go on',
      '4 x3 +Go on',
    ]);
  });

  it('although an earlier message was edited, and the edit is told', () => {
    const members = record([
      { messages: [task], answer: readAnswer },
      { messages: [task, read, result('ran at 14:31')], answer: answers('text', 'One moment') },
      {
        messages: [task, read, result('ran at 14:32'), says('assistant', 'One moment'), says('user', 'And?')],
      },
    ]);
    expect(members[2]?.link.parent).toBe('x1');
    expect(outline(members)[2]).toBe('3 x2 +And? changed message tool');
  });

  it('although the history was compacted, since the answer still stands in it', () => {
    const members = record([
      { messages: [task], answer: readAnswer },
      { messages: [task, read, result('one')], answer: answers('text', 'Half way there') },
      { messages: [task, says('assistant', 'Half way there'), says('user', 'Go on')] },
    ]);
    expect(members[2]?.link).toMatchObject({ kind: 'turn', parent: 'x1' });
    expect(outline(members)[2]).toContain('removed message');
  });

  it('by the ids of a Responses chain, which sends only what is new', () => {
    const members = record([
      { messages: [task], answer: answers('text', 'Yes?', null, 'resp_1') },
      { messages: [says('user', 'More')], parameters: [{ name: 'previous_response_id', value: 'resp_1' }] },
    ]);
    expect(members[1]?.link).toMatchObject({ kind: 'turn', parent: 'x0' });
    expect(outline(members)[1]).toBe('2 x1 +More');
  });

  it('a sub-agent under the turn whose tool call wrote its prompt', () => {
    const prompt = 'Find the callers of withRetry in this repository';
    const members = record([
      { messages: [task], answer: answers('tool-call', JSON.stringify({ prompt }), 'Task') },
      { system: 'You are a searcher', messages: [says('user', prompt)], answer: answers('text', 'Two callers') },
      { messages: [task, calls('Task', { prompt }), result('Two callers')] },
    ]);
    expect(members[1]?.link).toEqual({ id: 'x1', conversation: 'x0', parent: 'x0', kind: 'sub-agent' });
    expect(outline(members)).toEqual([
      '1 x0 +Make the retries stop stampeding',
      '1a.1 x1 +Find the callers of withRetry in this repository',
      '2 x2 +Two callers',
    ]);
  });

  it('two continuations of one turn as main line and branch, the longer one being the main line', () => {
    const reply = says('assistant', 'Which way?');
    const members = record([
      { messages: [task], answer: answers('text', 'Which way?') },
      { messages: [task, reply, says('user', 'Left')], answer: answers('text', 'Dead end') },
      { messages: [task, reply, says('user', 'Right')], answer: answers('text', 'Good') },
      { messages: [task, reply, says('user', 'Right'), says('assistant', 'Good'), says('user', 'On')] },
    ]);
    expect(outline(members)).toEqual([
      '1 x0 +Make the retries stop stampeding',
      '1a.1 x1 branch +Left',
      '2 x2 +Right',
      '3 x3 +On',
    ]);
  });

  it('the same request again as an attempt of the same turn, whose last good answer counts', () => {
    const members = record([
      { messages: [task], status: 529 },
      { messages: [task], answer: readAnswer },
      { messages: [task, read, result('84 lines')] },
    ]);
    expect(members.map(({ link }) => link.kind)).toEqual(['root', 'retry', 'turn']);
    const turns = buildConversation('x0', members)?.turns ?? [];
    expect(turns.map(({ id, attempts }) => [id, attempts])).toEqual([
      ['x1', ['x0', 'x1']],
      ['x2', ['x2']],
    ]);
  });

  it('not by a first message alone: a title generator is no part of the agent it serves', () => {
    const members = record([
      { system: 'Make a title', messages: [task], answer: answers('text', 'Retries') },
      { system: 'Be calm', messages: [task] },
    ]);
    expect(members[1]?.link).toMatchObject({ kind: 'root', conversation: 'x1' });
  });

  it('not by an answer that anyone gives', () => {
    const members = record([
      { messages: [says('user', 'One')], answer: answers('text', 'Done.') },
      { messages: [says('user', 'Two'), says('assistant', 'Done.'), says('user', 'Three')] },
    ]);
    expect(members[1]?.link.kind).toBe('root');
  });
});

it('changes of system prompt, tools and parameters are told by name', () => {
  const tool = (name: string, description: string): RequestTool => ({ name, description, schema: {}, path: '' });
  const reply = says('assistant', 'Yes');
  const members = record([
    {
      system: 'It is 14:31',
      messages: [task],
      tools: [tool('Read', 'reads'), tool('Bash', 'runs')],
      parameters: [{ name: 'temperature', value: 0 }],
      answer: answers('text', 'Yes'),
    },
    {
      system: 'It is 14:32',
      messages: [task, reply, says('user', 'On')],
      tools: [tool('Read', 'reads well'), tool('Edit', 'edits')],
      parameters: [{ name: 'temperature', value: 1 }],
    },
  ]);
  expect(outline(members)[1]).toBe(
    '2 x1 +On changed system system prompt changed tool Read added tool Edit removed tool Bash changed parameter temperature',
  );
});

it('tokens are shared out by characters and add up to what was reported', () => {
  const members = record([
    { system: 'abcd', messages: [says('user', 'efgh')], answer: answers('text', 'ijkl') },
    {
      system: 'abcd',
      messages: [says('user', 'efgh'), says('assistant', 'ijkl'), says('user', 'mnop')],
      usage: { inputTokens: 1_000, outputTokens: 90, reasoningTokens: 30 },
    },
  ]);
  const turns = buildConversation('x0', members)?.turns ?? [];
  expect(turns[1]?.tokens).toEqual({
    system: 250,
    tools: 0,
    history: 250,
    new: 500,
    reasoning: 30,
    output: 60,
    isScaled: true,
  });
  expect(turns[1]?.costUsd).toBeCloseTo(0.00435);
  expect(turns[0]?.costUsd).toBeNull();
});

const turnCount = atLength(300, 60);

it(`${turnCount} turns make one line, each adding one message`, () => {
  const history: RequestMessage[] = [];
  const asked: Asked[] = [];
  for (let at = 0; at < turnCount; at += 1) {
    history.push(says('user', `question ${at}`));
    asked.push({ messages: [...history], answer: answers('text', `answer ${at}`) });
    history.push(says('assistant', `answer ${at}`));
  }
  const turns = buildConversation('x0', record(asked))?.turns ?? [];
  expect(turns.map(({ added }) => added.length)).toEqual(asked.map(() => 1));
});
