/** Our own files back into the store: the archive, line by line, and the JSON export, one exchange a line. */
import * as v from 'valibot';
import type { ExchangeDetail, ImportMark } from '../../shared/model/exchange.ts';
import { wireFormats } from '../../shared/model/wire-format.ts';
import { type ImportTarget, marked, packSegment } from './import-target.ts';

/** What the reader tells of each line. */
export type LineNews = { readonly skipped?: true; readonly problem?: string };

export type ArchiveReader = {
  /** The lines behind the head, in order. */
  readonly line: (text: string) => Promise<LineNews>;
  /** The file is over. */
  readonly end: () => Promise<LineNews>;
};

const id = v.pipe(v.string(), v.regex(/^[0-9a-z]{20}$/));
const header = v.looseObject({ name: v.string(), value: v.string() });
const nullableObject = v.nullable(v.looseObject({}));
/** What lists and views lean on; everything else is looked at where it is used. */
const detailSchema = v.looseObject({
  summary: v.looseObject({
    id,
    startedAt: v.number(),
    end: v.nullable(v.string()),
    format: v.picklist(wireFormats),
    method: v.string(),
    target: v.string(),
    path: v.string(),
    client: v.looseObject({ address: v.string() }),
    usage: v.looseObject({}),
    row: v.looseObject({ text: v.string() }),
    eventTally: v.looseObject({ total: v.number() }),
    lane: v.array(v.looseObject({})),
  }),
  start: v.looseObject({ id, startedAt: v.number(), target: v.string(), requestHeaders: v.array(header) }),
  response: v.nullable(v.looseObject({ status: v.number(), headers: v.array(header) })),
  ...{ connection: nullableObject, endFacts: nullableObject },
  ...{ requestDigest: nullableObject, responseDigest: nullableObject },
});
const runSchema = v.object({
  run: v.picklist(['request', 'response', 'injected']),
  firstChunk: v.pipe(v.number(), v.integer(), v.minValue(0)),
  byteOffset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  chunks: v.array(v.array(v.number())),
  base64: v.string(),
});

/** Reads what stands behind the head of an archive. */
export function createArchiveReader(target: ImportTarget, mark: ImportMark): ArchiveReader {
  let current: ExchangeDetail | null = null;
  const cutOff = (): LineNews => {
    if (current === null) return {};
    target.end(interrupted(current));
    const problem = `The file ends in the middle of ${current.summary.id}: what there is of it was kept.`;
    current = null;
    return { problem };
  };
  const begin = (value: unknown): LineNews => {
    const cut = cutOff();
    const detail = readDetail(value);
    if (detail === null) return { problem: 'A line is no exchange.' };
    if (target.has(detail.summary.id)) return { ...cut, skipped: true };
    current = marked(detail, mark);
    target.begin(current);
    return cut;
  };
  const addRun = (value: unknown): LineNews => {
    const run = v.safeParse(runSchema, value);
    if (current === null) return {};
    const { summary } = current;
    const bytes = run.success ? Buffer.from(run.output.base64, 'base64') : null;
    const segment =
      run.success && bytes !== null
        ? packSegment(run.output.firstChunk, run.output.byteOffset, run.output.chunks, bytes)
        : null;
    if (!run.success || segment === null) return { problem: `A part of ${summary.id} cannot be read.` };
    target.segment(summary.id, run.output.run, segment);
    return {};
  };
  return {
    line: async (text) => {
      await target.settle();
      const value = parseLine(text);
      if (value === null) return { problem: 'A line is no JSON.' };
      if ('exchange' in value) return begin(value.exchange);
      if ('run' in value) return addRun(value);
      if (!('end' in value) || current === null) return {};
      target.end(current.summary.end === null ? interrupted(current) : current);
      current = null;
      return {};
    },
    end: async () => cutOff(),
  };
}

const chunksSchema = v.object({
  chunks: v.array(v.looseObject({ receivedAt: v.number(), base64: v.string() })),
});
const bodiesSchema = v.object({ request: chunksSchema, response: chunksSchema, injected: chunksSchema });

/** Reads the lines of a JSON export (or of JSON Lines): the recorded facts; what follows from them is made anew. */
export function createJsonReader(target: ImportTarget, mark: ImportMark): ArchiveReader {
  return {
    line: async (text) => {
      await target.settle();
      const value = parseLine(text.replace(/,\s*$/, ''));
      if (value === null) return /^\s*(\]\}?)?\s*$/.test(text) ? {} : { problem: 'A line is no JSON.' };
      const detail = readDetail(value);
      const bodies = v.safeParse(bodiesSchema, value.bodies);
      if (detail === null || !bodies.success) return { problem: 'A line is no exchange.' };
      const { id: exchangeId } = detail.summary;
      if (target.has(exchangeId)) return { skipped: true };
      const found = marked(detail.summary.end === null ? interrupted(detail) : detail, mark);
      target.begin(found);
      for (const direction of ['request', 'response', 'injected'] as const) {
        const chunks = bodies.output[direction].chunks.map(({ receivedAt, base64 }) => {
          return { receivedAt, bytes: Buffer.from(base64, 'base64') };
        });
        const index = chunks.map(({ receivedAt, bytes }) => [receivedAt, bytes.length]);
        const segment = packSegment(0, 0, index, Buffer.concat(chunks.map(({ bytes }) => bytes)));
        if (segment !== null) target.segment(exchangeId, direction, segment);
      }
      target.end(found);
      return {};
    },
    end: async () => ({}),
  };
}

/** A line of JSON Lines as this program writes them. */
export function isExchangeLine(value: unknown): boolean {
  return v.is(
    v.looseObject({ summary: v.looseObject({ id }), start: v.looseObject({}), bodies: v.looseObject({}) }),
    value,
  );
}

function parseLine(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

function readDetail(value: unknown): ExchangeDetail | null {
  const result = v.safeParse(detailSchema, value);
  if (!result.success) return null;
  const { summary, start, response, connection, endFacts, requestDigest, responseDigest } = value as ExchangeDetail;
  return { summary, start, response, connection, endFacts, requestDigest, responseDigest };
}

/** It ran when the file was written. */
function interrupted(detail: ExchangeDetail): ExchangeDetail {
  const { summary } = detail;
  const endedAt = summary.lastByteAt ?? summary.startedAt;
  return { ...detail, summary: { ...summary, phase: 'ended', end: 'interrupted', endedAt, activity: null } };
}
