/** Gemini streams: thoughts, signatures, calls whole and in pieces, code, media, several candidates, fields that come late. */
import type { Seeded } from '../seeded.ts';
import { interleave } from './interleave.ts';
import type { OddEvent } from './odd-framing.ts';
import { addStrangers } from './odd-json.ts';
import type { OddStream, SaidChoice } from './odd-stream.ts';
import { cutText, oddId, oddText } from './odd-text.ts';

type Fields = { readonly [name: string]: unknown };

const finishes = [
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['MALFORMED_FUNCTION_CALL', 'error'],
] as const;

/** All chunks of an answer, some in Code Assist's wrapper. */
export function oddGeminiStream(random: Seeded): OddStream {
  const count = random.pick([1, 1, 1, 2]);
  const scripts = Array.from({ length: count }, (_none, index) => oddCandidate(index, count, random));
  const items = interleave(
    scripts.map((script) => script.items),
    random,
  );
  const head = { responseId: oddId('r', random), modelVersion: 'm-1', ...random.pick([{}, { createTime: 't' }]) };
  const extras = random.pick([0, 0, 0.05]);
  let written = 0;
  const isCounting = random.next() < 0.7;
  const events = items.map((item, at): OddEvent => {
    written += 1;
    const isLast = at === items.length - 1;
    const usage =
      isLast || isCounting
        ? {
            usageMetadata: {
              promptTokenCount: 4,
              ...(written > 1 ? { candidatesTokenCount: written } : {}),
              totalTokenCount: 4 + (written > 1 ? written : 0),
              ...(isLast ? { thoughtsTokenCount: 2 } : {}),
            },
          }
        : {};
    return {
      name: null,
      payload: { candidates: [addStrangers(item, random, hasCall(item) ? 0 : extras)], ...usage, ...head },
    };
  });
  const isWrapped = random.next() < 0.15;
  return {
    events: isWrapped
      ? events.map(({ payload }) => ({ name: null, payload: { response: payload, traceId: 'tr' } }))
      : events,
    said: scripts.map((script) => script.said),
  };
}

/** What stands in a call's arguments is what the model said. */
function hasCall(item: Fields): boolean {
  return /"(?:args|partialArgs|executableCode)"/.test(JSON.stringify(item));
}

function oddCandidate(
  index: number,
  count: number,
  random: Seeded,
): { readonly items: readonly Fields[]; readonly said: SaidChoice } {
  const parts: Fields[] = [];
  const said = { text: '', reasoning: '', toolCalls: [] as { id: string; name: string; input: unknown }[] };
  for (let turn = random.between(1, 4); turn > 0; turn -= 1) addRun(parts, said, random);
  const [wire, finish] = random.pick(finishes);
  const place = count > 1 || random.next() < 0.5 ? { index } : {};
  const items: Fields[] = [];
  for (let at = 0; at < parts.length; ) {
    const size = random.next() < 0.2 ? 2 : 1;
    items.push({
      content: { parts: parts.slice(at, at + size), role: 'model' },
      ...place,
      ...random.pick([{}, {}, { safetyRatings: [{ category: 'C', probability: 'LOW' }] }]),
    });
    at += size;
  }
  const last = items.at(-1) as Fields;
  if (random.next() < 0.5)
    items[items.length - 1] = {
      ...last,
      finishReason: wire,
      ...random.pick([
        {},
        { groundingMetadata: { groundingChunks: [{ web: { uri: 'u', title: 't' } }], groundingSupports: [] } },
        { avgLogprobs: -0.1 },
      ]),
    };
  else
    items.push({
      ...random.pick([
        {},
        { content: {} },
        { content: { parts: [{ text: '' }], role: 'model' } },
        { content: { role: 'model' } },
      ]),
      finishReason: wire,
      ...place,
    });
  const finishReason =
    wire === 'STOP' && said.toolCalls.some((call) => call.name !== 'code_execution') ? 'tool-calls' : finish;
  return { items, said: { index, refusal: null, finishReason, ...said } };
}

function addRun(
  parts: Fields[],
  said: { text: string; reasoning: string; toolCalls: { id: string; name: string; input: unknown }[] },
  random: Seeded,
): void {
  const kind = random.between(0, 6);
  const signature = (): Fields => (random.next() < 0.2 ? { thoughtSignature: 'c2ln' } : {});
  if (kind <= 1) {
    const text = oddText(random);
    said.text += text;
    parts.push(...cutText(text, random).map((piece) => ({ text: piece, ...signature() })));
  } else if (kind === 2) {
    const text = oddText(random);
    said.reasoning += text;
    parts.push(...cutText(text, random).map((piece) => ({ text: piece, thought: true, ...signature() })));
  } else if (kind === 3) {
    const id = oddId('c', random);
    const input = random.pick<unknown>([{}, { a: oddText(random) }, { n: [1, { b: null }] }]);
    said.toolCalls.push({ id, name: 'look', input });
    parts.push({ functionCall: { name: 'look', id, args: input }, ...signature() });
  } else if (kind === 4) {
    const id = oddId('c', random);
    const text = oddText(random);
    said.toolCalls.push({ id, name: 'look', input: { a: text, n: 2, f: true } });
    parts.push({ functionCall: { name: 'look', id, willContinue: true }, ...signature() });
    const pieces = cutText(text, random, false);
    for (const [at, piece] of pieces.entries())
      parts.push({
        functionCall: {
          partialArgs: [
            { jsonPath: '$.a', stringValue: piece, ...(at < pieces.length - 1 ? { willContinue: true } : {}) },
          ],
          willContinue: true,
        },
      });
    parts.push(
      {
        functionCall: {
          partialArgs: [
            { jsonPath: '$.n', numberValue: 2 },
            { jsonPath: '$.f', boolValue: true },
          ],
          willContinue: true,
        },
      },
      { functionCall: {} },
    );
  } else if (kind === 5) {
    const id = oddId('x', random);
    said.toolCalls.push({ id, name: 'code_execution', input: { language: 'PYTHON', code: 'print(1)' } });
    parts.push(
      { executableCode: { id, language: 'PYTHON', code: 'print(1)' } },
      { codeExecutionResult: { id, outcome: 'OUTCOME_OK', output: '1\n' } },
    );
  } else parts.push({ inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' }, ...signature() });
}

/** The chunks put together as anybody would: parts in order, plain texts of the same kind joined, the last value of all else. */
export function joinGeminiChunks(events: readonly OddEvent[]): unknown {
  const candidates = new Map<number, { [name: string]: unknown }>();
  const response: { [name: string]: unknown } = {};
  for (const { payload } of events) {
    const { candidates: items, ...fields } = payload as { readonly candidates: readonly Fields[] };
    Object.assign(response, fields);
    for (const item of items) {
      const index = Number(item.index ?? 0);
      const before = candidates.get(index) ?? {};
      candidates.set(index, {
        ...before,
        ...item,
        content: joinContent(before.content as Fields | undefined, item.content as Fields | undefined),
      });
    }
  }
  return {
    ...response,
    candidates: [...candidates.entries()].sort(([left], [right]) => left - right).map(([, candidate]) => candidate),
  };
}

function joinContent(before: Fields | undefined, content: Fields | undefined): Fields | undefined {
  const parts = [...((before?.parts as Fields[] | undefined) ?? [])];
  for (const part of (content?.parts as Fields[] | undefined) ?? []) {
    const last = parts.at(-1);
    if (last !== undefined && isPlain(last) && isPlain(part) && (last.thought === part.thought || part.text === ''))
      parts[parts.length - 1] = { ...last, text: `${last.text}${part.text}` };
    else if (!isPlain(part) || part.text !== '' || parts.length === 0) parts.push(part);
  }
  return { ...before, ...content, parts };
}

function isPlain(part: Fields): boolean {
  return typeof part.text === 'string' && Object.keys(part).every((name) => name === 'text' || name === 'thought');
}
