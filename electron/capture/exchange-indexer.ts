/**
 * Indexes ended exchanges when capture has nothing better to do: one at a time, in small transactions, with a turn for
 * everyone else in between. What was not reached before the end of the process is done by the next one.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { exchangePieces } from '../../shared/conversation/exchange-pieces.ts';
import { linkKeys } from '../../shared/conversation/link-keys.ts';
import type { Completion } from '../../shared/model/completion.ts';
import type { Piece } from '../../shared/model/conversation.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { ExchangeReader, FoundExchange } from '../storage/exchange-reader.ts';
import { rebuildCompletion } from '../storage/replay.ts';
import { type SearchIndex, shortHash } from '../storage/search-index.ts';
import { readRequestJson } from '../storage/stored-bodies.ts';
import type { CaptureStorage } from './capture-storage.ts';
import { maxLiveRequestBytes } from './request-body.ts';
import { readRequestBody } from './request-reading.ts';

export type ExchangeIndexer = {
  /** An exchange ended with this completion; it is indexed once it is stored and capture rests. */
  readonly ended: (id: ExchangeId, completion: Completion | null) => void;
  /** Works on until all is done, or `withinMs` have passed; no more work afterwards. */
  readonly finish: (withinMs: number) => Promise<void>;
};

export type IndexerParts = {
  readonly index: SearchIndex;
  readonly reader: ExchangeReader;
  /** Has capture no traffic right now? */
  readonly isIdle: () => boolean;
  /** Called now and then while a long exchange is read again. */
  readonly trimHeap?: () => void;
};

/** How long it looks for rest before it takes a turn all the same. */
const patienceMs = 2_000;
const restMs = 60;
/** An exchange that has ended is in the store after this long. */
const storedAfterMs = 250;
/** Completions of exchanges that wait, in characters of theirs; the rest is rebuilt from the recorded chunks. */
const maxKeptCharacters = 2 * 1024 * 1024;
/** What a completion takes beside its text: short ones are many, and rebuilt in no time. */
const characterBase = 8 * 1024;
/** Characters of new text in one transaction: some 5 ms of work. */
const sliceCharacters = 256 * 1024;
const slicePieces = 400;

/** The indexer of a storage; none where nothing is stored. */
export function startIndexer(
  storage: CaptureStorage | null,
  parts: Pick<IndexerParts, 'isIdle' | 'trimHeap'>,
): ExchangeIndexer | null {
  return storage === null ? null : createExchangeIndexer({ index: storage.index, reader: storage.reader, ...parts });
}

/** Starts with what an earlier process left over. */
export function createExchangeIndexer({ index, reader, isIdle, trimHeap }: IndexerParts): ExchangeIndexer {
  const completions = new Map<ExchangeId, Completion>();
  let keptCharacters = 0;
  let isRunning = false;
  let isHurried = false;
  let isOver = false;
  let run: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  /** When the last one ended. */
  let endedAt = Number.NEGATIVE_INFINITY;

  const keep = (id: ExchangeId, completion: Completion): void => {
    const characters = charactersOf(completion);
    if (characters > sliceCharacters || keptCharacters + characters > maxKeptCharacters) return;
    completions.set(id, completion);
    keptCharacters += characters;
  };
  const takeKept = (id: ExchangeId): Completion | null => {
    const completion = completions.get(id) ?? null;
    if (completion !== null) keptCharacters -= charactersOf(completion);
    completions.delete(id);
    return completion;
  };
  const rest = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    let pauseMs = restMs;
    for (let waited = 0; waited < patienceMs && !isHurried && !isIdle(); waited += pauseMs, pauseMs *= 2)
      await delay(pauseMs);
  };
  const indexOne = async (number: number, id: ExchangeId): Promise<void> => {
    const found = reader.find(id);
    if (found === null) return;
    const reading = readReading(reader, found);
    await rest();
    const completion = takeKept(id) ?? (await rebuildCompletion(reader, found, trimHeap));
    for (const slice of slices(exchangePieces(found.detail, reading, completion))) {
      await rest();
      if (isOver) return;
      index.addPieces(number, slice);
    }
    index.finish(number, linkKeys(found.detail.summary, reading, completion, shortHash));
  };
  const work = async (): Promise<void> => {
    let failures = 0;
    while (!isOver && failures < 3) {
      await rest();
      const next = isOver ? null : index.nextPending();
      if (next === null) return;
      try {
        await indexOne(next.number, next.id);
        failures = 0;
      } catch {
        // A busy or full disk passes; an exchange that cannot be read must not hold up the others.
        failures += 1;
        if (failures === 2) index.finish(next.number, null);
      }
    }
  };
  const start = (): void => {
    if (isRunning || isOver) return;
    isRunning = true;
    run = work()
      .catch(() => {})
      .finally(() => {
        isRunning = false;
        if (performance.now() - endedAt < storedAfterMs) startIn(storedAfterMs);
      });
  };
  /** One timer for all that end meanwhile. */
  const startIn = (delayMs: number): void => {
    if (timer !== null || isRunning || isHurried || isOver) return;
    timer = setTimeout(() => {
      timer = null;
      start();
    }, delayMs).unref();
  };
  // Not in the way of the first requests.
  startIn(patienceMs);

  return {
    ended: (id, completion) => {
      if (completion !== null) keep(id, completion);
      endedAt = performance.now();
      startIn(storedAfterMs);
    },
    finish: async (withinMs) => {
      if (timer !== null) clearTimeout(timer);
      isHurried = true;
      await run;
      start();
      await Promise.race([run, delay(withinMs, null, { ref: false })]);
      isOver = true;
    },
  };
}

function charactersOf({ choices }: Completion): number {
  let characters = characterBase;
  for (const { blocks } of choices) for (const { text } of blocks) characters += text.length;
  return characters;
}

function readReading(reader: ExchangeReader, found: FoundExchange): ReturnType<typeof readRequestBody> {
  try {
    return readRequestBody(found.detail.start, readRequestJson(reader, found, maxLiveRequestBytes));
  } catch {
    // Adapters do not throw; one that does costs the request's text, not the answer's.
    return null;
  }
}

function* slices(pieces: readonly Piece[]): Generator<readonly Piece[]> {
  let slice: Piece[] = [];
  let characters = 0;
  for (const piece of pieces) {
    slice.push(piece);
    characters += piece.text.length;
    if (characters < sliceCharacters && slice.length < slicePieces) continue;
    yield slice;
    slice = [];
    characters = 0;
  }
  yield slice;
}
