/**
 * What of an exchange tells where it belongs: hashes of its history, of the answers in it, of its own answer, and the ids
 * by which Responses and Interactions chains name each other. No text is kept.
 */
import type { Completion } from '../model/completion.ts';
import type { ExchangeId, ExchangeSummary } from '../model/exchange.ts';
import type { RequestMessage, RequestReading } from '../model/request-reading.ts';
import { canonicalJson } from './canonical-json.ts';
import { inputText, messageIdentity } from './exchange-pieces.ts';

/** A short name for a text; equal texts, equal names. Handed in, since `shared/` has no hash function. */
export type Hash = (text: string) => string;

export type LinkKeys = {
  readonly id: ExchangeId;
  readonly startedAt: number;
  /** Who called: only the same program repeats itself. */
  readonly program: string;
  /** Of everything that was asked. */
  readonly request: string;
  /** `prefixes[k]` names the first k + 1 messages; the first one together with the system prompt. */
  readonly prefixes: readonly string[];
  readonly first: string | null;
  readonly last: string | null;
  /** Hashes of the messages, system prompt left out. */
  readonly messages: readonly string[];
  /** Answers within the history, the latest first. `end` is the number of messages up to and with it. */
  readonly answered: readonly { readonly key: string; readonly end: number }[];
  /** Hashes of the texts of the first user message. */
  readonly prompts: readonly string[];
  readonly previousResponse: string | null;
  readonly conversation: string | null;
  readonly responseId: string | null;
  /** Of its own answer. */
  readonly answer: string | null;
  /** Hashes of the longer texts in its tool calls: prompts for sub-agents are among them. */
  readonly spawned: readonly string[];
};

/** Parameters by which a chain is named, wherever a format has them. */
export const chainParameters: readonly string[] = [
  'previous_response_id',
  'previous_interaction_id',
  'conversation',
  'conversation_id',
];

/** Shorter texts in a tool call are paths and flags, no prompts. */
const minPromptCharacters = 20;
const maxSpawned = 64;

/** The keys of one exchange; null when its request is no conversation. */
export function linkKeys(
  summary: ExchangeSummary,
  reading: RequestReading | null,
  completion: Completion,
  hash: Hash,
): LinkKeys | null {
  if (reading === null) return null;
  const systemCount = leadingSystem(reading.messages);
  const history = reading.messages.slice(systemCount);
  const messages = history.map((message) => hash(messageIdentity(message)));
  const system = hash(canonicalJson(reading.messages.slice(0, systemCount).map(messageIdentity)));
  const tools = hash(canonicalJson(reading.tools));
  return {
    id: summary.id,
    startedAt: summary.startedAt,
    program: summary.client.program ?? '',
    request: hash([summary.path, reading.model, system, tools, canonicalJson(reading.parameters), ...messages].join()),
    prefixes: prefixKeys(system, messages, hash),
    first: messages[0] ?? null,
    last: messages.at(-1) ?? null,
    messages,
    answered: answersIn(history, hash),
    prompts: promptTexts(history).map(hash),
    previousResponse: chainId(reading, ['previous_response_id', 'previous_interaction_id']),
    conversation: chainId(reading, ['conversation', 'conversation_id']),
    responseId: completion.id,
    answer: ownAnswer(completion, hash),
    spawned: spawnedTexts(completion).map(hash),
  };
}

/** How many messages at the beginning are the system prompt. */
function leadingSystem(messages: readonly Pick<RequestMessage, 'role'>[]): number {
  const first = messages.findIndex(({ role }) => role !== 'system');
  return first < 0 ? messages.length : first;
}

function prefixKeys(system: string, messages: readonly string[], hash: Hash): readonly string[] {
  let key = '';
  return messages.map((message, index) => {
    key = hash(`${key}/${message}`);
    // One message alone says little: a title generator and the agent it serves share it.
    return index === 0 ? hash(`${system}/${key}`) : key;
  });
}

/** Neighbouring assistant messages are one answer: some formats send its blocks as items of their own. */
function answersIn(history: readonly RequestMessage[], hash: Hash): readonly { key: string; end: number }[] {
  const answers: { key: string; end: number }[] = [];
  let run: RequestMessage[] = [];
  const close = (end: number): void => {
    const words = run.flatMap(({ parts }) => parts).map(answerWords);
    const key = answerKey(words, hash);
    if (key !== null) answers.unshift({ key, end });
    run = [];
  };
  history.forEach((message, index) => {
    if (message.role === 'assistant') run.push(message);
    else if (run.length > 0) close(index);
  });
  if (run.length > 0) close(history.length);
  return answers;
}

type Words = { readonly text: string; readonly call: string };

function answerWords(part: RequestMessage['parts'][number]): Words {
  if (part.kind === 'text') return { text: part.text, call: '' };
  return { text: '', call: part.kind === 'tool-call' ? `${part.name}(${inputText(part.input)})` : '' };
}

function ownAnswer(completion: Completion, hash: Hash): string | null {
  const blocks = completion.choices[0]?.blocks ?? [];
  const words = blocks.map((block): Words => {
    if (block.kind === 'text') return { text: block.text, call: '' };
    return { text: '', call: block.kind === 'tool-call' ? `${block.name ?? ''}(${inputText(block.text)})` : '' };
  });
  return answerKey(words, hash);
}

/** Reasoning is left out: it comes back whole, in part or not at all. */
function answerKey(words: readonly Words[], hash: Hash): string | null {
  const text = words
    .map((word) => word.text)
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  const calls = words.map((word) => word.call).join('');
  return text === '' && calls === '' ? null : hash(`${text}\n${calls}`);
}

function promptTexts(history: readonly RequestMessage[]): readonly string[] {
  const first = history.find(({ role }) => role === 'user');
  return (first?.parts ?? []).flatMap((part) => (part.kind === 'text' ? longTexts(part.text) : []));
}

function spawnedTexts(completion: Completion): readonly string[] {
  const inputs = completion.choices.flatMap(({ blocks }) => blocks).filter(({ kind }) => kind === 'tool-call');
  return inputs.flatMap(({ text }) => longTexts(parsed(text))).slice(0, maxSpawned);
}

/** All longer texts within a value. */
function longTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.trim().length >= minPromptCharacters ? [value.trim()] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(longTexts);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function chainId(reading: RequestReading, names: readonly string[]): string | null {
  for (const { name, value } of reading.parameters) {
    if (!names.includes(name)) continue;
    if (typeof value === 'string' && value !== '') return value;
    const id = typeof value === 'object' && value !== null ? (value as { readonly id?: unknown }).id : null;
    if (typeof id === 'string' && id !== '') return id;
  }
  return null;
}
