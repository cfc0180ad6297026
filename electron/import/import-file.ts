/** A file of exchanges into the store, whatever kind it is: our archive, our JSON, lines of messages, or an HTTP archive. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { harExchange, harLog } from '../../shared/import/har-file.ts';
import { isMessagesLine } from '../../shared/import/message-lines.ts';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { ExchangeDetail, ExchangeId, ImportMark } from '../../shared/model/exchange.ts';
import type { ImportFailure, ImportReport } from '../../shared/model/import-report.ts';
import type { CaptureStorage } from '../capture/capture-storage.ts';
import { createSecretMasker } from '../proxy/secrets.ts';
import { whatItIs } from './file-words.ts';
import { type ArchiveReader, createArchiveReader, createJsonReader, isExchangeLine } from './import-archive.ts';
import { importHarExchange } from './import-har.ts';
import { createMessagesReader } from './import-messages.ts';
import { createImportTarget, type ImportTarget, NotStoredError } from './import-target.ts';
import { readLines, unpackedText } from './read-lines.ts';

export type ImportOptions = {
  /** For the fingerprints of keys in HTTP archives of other programs. */
  readonly salt: string;
  readonly onImported: (detail: ExchangeDetail) => void;
  /** Epoch ms. */
  readonly now: number;
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
    return await importLines(file, target, imported, options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (error instanceof NotStoredError) return fail('not-stored', `The import stopped: ${reason}`);
    if (isFileError(error)) return fail('unreadable', `The file cannot be read: ${await whatItIs(file, reason)}`);
    const done = imported.length === 0 ? '' : ` ${imported.length} exchanges were imported before.`;
    return fail('unreadable', `The file cannot be read: ${reason}.${done}`);
  }
}

async function importLines(
  file: string,
  target: ImportTarget,
  imported: readonly ExchangeId[],
  options: ImportOptions,
): Promise<Outcome> {
  const place: FilePlace = { file: basename(file), at: options.now };
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
      if (head === null) {
        const lines = await linesReader(line, file, target, place, options.salt);
        if (lines === null) return importHar(file, target, imported, place, options.salt);
        [reader, creator] = [lines.reader, lines.creator];
        note(await reader.line(line));
        continue;
      }
      if (head.version > knownVersion) {
        return fail('newer-version', `The file was written by a newer Wirelens (${head.creator}). Update to open it.`);
      }
      creator = head.creator;
      const mark: ImportMark = { from: 'wirelens', creator, ...place };
      reader = head.isArchive ? createArchiveReader(target, mark) : createJsonReader(target, mark);
    }
  }
  if (reader === null) return unknownFormat(file);
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

/** What each import gives its exchanges to remember. */
type FilePlace = { readonly file: string; readonly at: number };

/** Of files that have no head: each line is an exchange, or a conversation. Null: the first line is neither. */
async function linesReader(
  first: string,
  file: string,
  target: ImportTarget,
  place: FilePlace,
  salt: string,
): Promise<{ readonly reader: ArchiveReader; readonly creator: string } | null> {
  const value = parsed(first.replace(/^\uFEFF/, ''));
  if (isExchangeLine(value)) {
    const creator = 'Wirelens';
    return { creator, reader: createJsonReader(target, { from: 'wirelens', creator, ...place }) };
  }
  if (!isMessagesLine(value)) return null;
  const { mtimeMs } = await stat(file);
  const mark: ImportMark = { from: 'messages', creator: 'a file of messages', ...place };
  return { creator: mark.creator, reader: createMessagesReader(target, createSecretMasker(salt), mark, mtimeMs) };
}

async function unknownFormat(file: string): Promise<Outcome> {
  return fail('unknown-format', `${await whatItIs(file)} ${opensWhat}`);
}
const opensWhat =
  'Wirelens opens its own archives, JSON and JSON Lines, HTTP archives (.har), and JSON Lines of OpenAI or Anthropic messages.';

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code));
}

async function importHar(
  file: string,
  target: ImportTarget,
  imported: readonly ExchangeId[],
  place: FilePlace,
  salt: string,
): Promise<Outcome> {
  if ((await stat(file)).size > largestHar) return fail('unreadable', 'An HTTP archive above 500 MB cannot be read.');
  const log = harLog(parsed(unpackedText(await readFile(file), largestHar).replace(/^\uFEFF/, '')));
  if (log === null) return unknownFormat(file);
  const masker = createSecretMasker(salt);
  const mark: ImportMark = { from: 'har', creator: log.creator, ...place };
  const problems: string[] = [];
  let [skipped, leftOut] = [0, 0];
  for (const [index, entry] of log.entries.entries()) {
    await target.settle();
    const har = harExchange(entry);
    if (har !== null) {
      if (importHarExchange(har, target, masker, mark)) leftOut += har.leftOut;
      else skipped += 1;
    } else if (problems.length < mostProblems) problems.push(`Entry ${index + 1} is no HTTP exchange.`);
  }
  if (leftOut > 0)
    problems.push(
      `${leftOut === 1 ? 'A body is' : `${leftOut} bodies are`} not in the file: ${log.creator} left them out.`,
    );
  return succeed({ creator: log.creator, imported, skipped, problems });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
