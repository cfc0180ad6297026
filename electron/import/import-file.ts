/** A file of exchanges into the store, whatever kind it is: our archive, our JSON, or an HTTP archive. */
import { readFile, stat } from 'node:fs/promises';
import { harExchange, harLog } from '../../shared/import/har-file.ts';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { ExchangeDetail, ExchangeId, ImportMark } from '../../shared/model/exchange.ts';
import type { ImportFailure, ImportReport } from '../../shared/model/import-report.ts';
import type { CaptureStorage } from '../capture/capture-storage.ts';
import { createSecretMasker } from '../proxy/secrets.ts';
import { type ArchiveReader, createArchiveReader, createJsonReader } from './import-archive.ts';
import { importHarExchange } from './import-har.ts';
import { createImportTarget, type ImportTarget, NotStoredError } from './import-target.ts';
import { readLines } from './read-lines.ts';

export type ImportOptions = {
  /** For the fingerprints of keys in HTTP archives of other programs. */
  readonly salt: string;
  readonly onImported: (detail: ExchangeDetail) => void;
};

/** Versions of our formats that this program reads. */
const knownVersion = 1;
/** It is read as one text. */
const largestHar = 500 * 1024 * 1024;
const mostProblems = 20;

type Outcome = Result<ImportReport, ImportFailure>;

/** Imports what it can; what it cannot stands in the report. */
export async function importFile(
  storage: Pick<CaptureStorage, 'store' | 'reader'>,
  file: string,
  options: ImportOptions,
): Promise<Outcome> {
  const imported: ExchangeId[] = [];
  const target = createImportTarget(storage, (detail) => {
    imported.push(detail.summary.id);
    options.onImported(detail);
  });
  try {
    return await importLines(file, target, imported, options.salt);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof NotStoredError) return fail('not-stored', `The import stopped: ${reason}`);
    const done = imported.length === 0 ? '' : ` ${imported.length} exchanges were imported before.`;
    return fail('unreadable', `The file cannot be read: ${reason}.${done}`);
  }
}

async function importLines(
  file: string,
  target: ImportTarget,
  imported: readonly ExchangeId[],
  salt: string,
): Promise<Outcome> {
  let reader: ArchiveReader | null = null;
  let creator = '';
  let skipped = 0;
  const problems: string[] = [];
  const note = (news: Awaited<ReturnType<ArchiveReader['line']>>): void => {
    if (news.skipped) skipped += 1;
    if (news.problem !== undefined && problems.length < mostProblems) problems.push(news.problem);
  };
  for await (const line of readLines(file)) {
    if (reader !== null) note(await reader.line(line));
    else {
      const head = readHead(line);
      if (head === null) return importHar(file, target, imported, salt);
      if (head.version > knownVersion) {
        return fail('newer-version', `The file was written by a newer Wirelens (${head.creator}). Update to open it.`);
      }
      creator = head.creator;
      const mark: ImportMark = { from: 'wirelens', creator };
      reader = head.isArchive ? createArchiveReader(target, mark) : createJsonReader(target, mark);
    }
  }
  if (reader === null) return notKnown;
  note(await reader.end());
  return succeed({ creator, imported, skipped, problems });
}

type Head = { readonly isArchive: boolean; readonly version: number; readonly creator: string };

/** The first line of our own files. */
function readHead(line: string): Head | null {
  const match = /^\{"format":"wirelens-(archive|export)","version":(\d+)/.exec(line);
  if (match === null) return null;
  const creator = /"creator":\{"name":"([^"\\]{1,80})","version":"([^"\\]{1,40})"/.exec(line);
  return {
    isArchive: match[1] === 'archive',
    version: Number(match[2]),
    creator: creator === null ? 'Wirelens' : `${creator[1]} ${creator[2]}`,
  };
}

const notKnown: Outcome = fail(
  'unknown-format',
  'This is no file of exchanges: Wirelens opens its own archives and JSON exports, and HTTP archives (.har).',
);

async function importHar(
  file: string,
  target: ImportTarget,
  imported: readonly ExchangeId[],
  salt: string,
): Promise<Outcome> {
  if ((await stat(file)).size > largestHar) return fail('unreadable', 'An HTTP archive above 500 MB cannot be read.');
  const log = harLog(parsed((await readFile(file, 'utf8')).replace(/^\uFEFF/, '')));
  if (log === null) return notKnown;
  const masker = createSecretMasker(salt);
  const mark: ImportMark = { from: 'har', creator: log.creator };
  const problems: string[] = [];
  let skipped = 0;
  for (const [index, entry] of log.entries.entries()) {
    await target.settle();
    const har = harExchange(entry);
    if (har !== null) {
      if (!importHarExchange(har, target, masker, mark)) skipped += 1;
    } else if (problems.length < mostProblems) problems.push(`Entry ${index + 1} is no HTTP exchange.`);
  }
  return succeed({ creator: log.creator, imported, skipped, problems });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
