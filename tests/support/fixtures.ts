/** The recorded responses of ../shared/fixtures (or WIRELENS_FIXTURES), read where they lie. Its README explains the oracles. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Framing, WireFormat } from '../../shared/model/wire-format.ts';

export type FixtureMeta = {
  readonly id: string;
  readonly provider: string;
  readonly api: WireFormat;
  readonly framing: Framing;
  readonly status: number;
  readonly contentType: string | null;
  readonly responseHeaders: { readonly [name: string]: string };
  readonly notes: readonly string[];
  readonly oracles: {
    readonly expected?: OracleMeta;
    readonly summary?: OracleMeta;
    readonly events?: OracleMeta;
  };
};

export type OracleMeta = {
  readonly sdk: string;
  readonly method?: string;
  readonly unreliableFields?: readonly string[];
  readonly otherVariant?: { readonly differs: boolean };
  readonly oracleError?: { readonly message: string };
};

export type FixtureSummary = {
  readonly text: string;
  readonly reasoning: string;
  readonly toolCalls: readonly {
    readonly id: string | null;
    readonly name: string;
    readonly input: unknown;
    readonly providerExecuted?: boolean;
  }[];
  readonly finishReason: string;
  readonly rawFinishReason?: string;
  readonly usage: { readonly [name: string]: number | null };
  readonly responseId?: string | null;
  readonly responseModel?: string | null;
  readonly errors?: readonly { readonly message: string }[];
};

export type Fixture = {
  readonly meta: FixtureMeta;
  readonly body: Uint8Array;
  readonly request: unknown;
  /** The official SDK's final object; undefined where it has none. */
  readonly expected: unknown;
  /** Its snapshot at the point where it threw. */
  readonly partial: unknown;
  readonly summary: FixtureSummary | undefined;
  /** The events as the official SDK parsed them, for APIs without an official accumulator. */
  readonly events: unknown;
};

/** Why there are no fixtures to read, in words; null when there are. */
export function missingFixtures(): string | null {
  return existsSync(join(fixtureRoot(), 'streams'))
    ? null
    : `no recorded responses in ${process.env.WIRELENS_FIXTURES ?? '../shared/fixtures'} (set WIRELENS_FIXTURES to their folder)`;
}

function fixtureRoot(): string {
  const beside = fileURLToPath(new URL('../../../shared/fixtures', import.meta.url));
  return process.env.WIRELENS_FIXTURES ?? beside;
}

/** All fixtures of these formats, whichever vendor served them; none where the folder is missing. */
export function loadFixtures(formats: readonly WireFormat[]): readonly Fixture[] {
  if (missingFixtures() !== null) return [];
  const streams = join(fixtureRoot(), 'streams');
  const folders = readdirSync(streams).flatMap((group) =>
    readdirSync(join(streams, group)).map((name) => join(streams, group, name)),
  );
  return folders
    .filter((folder) => existsSync(join(folder, 'meta.json')))
    .map((folder) => ({ folder, meta: withFormat(readJson(join(folder, 'meta.json')) as FixtureMeta) }))
    .filter(({ meta }) => formats.includes(meta.api))
    .map(({ folder, meta }) => loadFixture(folder, meta));
}

/** What the recordings file under `other` is Cohere's first chat API, which their table has no name for. */
function withFormat(meta: FixtureMeta): FixtureMeta {
  const isOther = (meta.api as string) === 'other' && meta.provider === 'cohere';
  return isOther ? { ...meta, api: 'cohere-v1' } : meta;
}

function loadFixture(folder: string, meta: FixtureMeta): Fixture {
  return {
    meta,
    body: readFileSync(join(folder, 'response.body')),
    request: readOptional(join(folder, 'request.json')),
    expected: readOptional(join(folder, 'expected.json')),
    partial: readOptional(join(folder, 'expected.partial.json')),
    summary: readOptional(join(folder, 'expected.summary.json')) as FixtureSummary | undefined,
    events: readOptional(join(folder, 'expected.events.json')),
  };
}

function readOptional(path: string): unknown {
  return existsSync(path) ? readJson(path) : undefined;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Fields that SDK helpers add to their objects and that are not on the wire. */
const addedFields = ['parsed', 'parsed_arguments', 'output_parsed', 'parsed_output', 'output_text', '_request_id'];

/** A copy without what the SDK helpers add. */
export function withoutAddedFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutAddedFields);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !addedFields.includes(name));
  return Object.fromEntries(kept.map(([name, item]) => [name, withoutAddedFields(item)]));
}

/** A copy without the field at a path such as `choices[].message.reasoning`. */
export function withoutPath(value: unknown, path: string): unknown {
  const [head = '', ...rest] = path.split('.');
  if (typeof value !== 'object' || value === null) return value;
  const name = head.replace('[]', '');
  const record = { ...(value as Record<string, unknown>) };
  if (rest.length === 0) delete record[name];
  else if (name in record) record[name] = intoField(record[name], rest.join('.'));
  return record;
}

function intoField(field: unknown, path: string): unknown {
  return Array.isArray(field) ? field.map((item) => withoutPath(item, path)) : withoutPath(field, path);
}
