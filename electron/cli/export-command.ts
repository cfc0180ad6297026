/** `wirelens export`: exchanges into one file, whole or not at all, or onto stdout. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ExportFormat } from '../../shared/export/export-formats.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { Queries, ExportOptions as QueryExportOptions } from '../storage/queries-api.ts';
import { CliError } from './cli-error.ts';
import { hasDataFolder } from './data-folder-words.ts';
import { fileWords } from './file-words.ts';
import { ruleIds, tellFindings } from './scan-output.ts';
import { sendTraces } from './send-traces.ts';
import { exchangesOfCapture, exchangesOfConversation, findExchange, withQueries } from './stored-exchanges.ts';
import type { Terminal } from './terminal.ts';

export type ExportOptions = {
  readonly data: string;
  readonly format: ExportFormat;
  /** `-`: stdout. */
  readonly output: string;
  readonly all?: boolean;
  /** All exchanges of this named capture. */
  readonly capture?: string;
  /** Id of an exchange, or its first characters: the whole conversation that it belongs to. */
  readonly conversation?: string;
  readonly json?: boolean;
  /** Only look: tell the findings, write nothing. */
  readonly scan?: boolean;
  readonly redact?: boolean;
  /** Ids of findings that stay. */
  readonly keep: readonly string[];
  /** Ids of rules beside the usual ones; `all` for all. */
  readonly alsoFind: readonly string[];
  /** Prompts and answers in traces. */
  readonly content?: boolean;
  /** A collector to which traces go instead of a file. */
  readonly otlpEndpoint?: string;
};

/** Needs ids, `--all` or `--capture`: one of them. */
export async function exportCommand(
  prefixes: readonly string[],
  options: ExportOptions,
  terminal: Terminal,
): Promise<void> {
  const { all, capture, conversation } = options;
  const ways = [prefixes.length > 0, all === true, capture !== undefined, conversation !== undefined];
  const count = ways.filter(Boolean).length;
  if (count > 1) throw new CliError('Give ids, --all, --capture or --conversation: one of them.', 2);
  if (count === 0) throw new CliError('Give ids of exchanges, --all, --capture NAME, or --conversation ID.', 2);
  if (!hasDataFolder(options.data)) throw new CliError(`There is no data folder ${options.data}.`);
  await withQueries(options.data, async (queries) => {
    const ids = all ? 'all' : await findAll(queries, prefixes, options);
    if (options.scan) await tellFindings(queries, ids, options, terminal);
    else if (options.otlpEndpoint !== undefined)
      await sendTraces(queries, ids, options, options.otlpEndpoint, terminal);
    else if (options.output === '-') await writeAll(queries, ids, options, (bytes) => terminal.write(bytes));
    else await writeToFile(queries, ids, options, terminal);
  });
}

function exportOptions(options: ExportOptions): QueryExportOptions {
  const sharing = options.redact ? { rules: ruleIds(options), keep: options.keep } : null;
  return { sharing, withContent: options.content ?? false };
}

async function findAll(
  queries: Queries,
  prefixes: readonly string[],
  { capture, conversation }: ExportOptions,
): Promise<readonly ExchangeId[]> {
  if (capture !== undefined) return exchangesOfCapture(queries, capture);
  if (conversation !== undefined) return exchangesOfConversation(queries, conversation);
  const ids: ExchangeId[] = [];
  for (const prefix of prefixes) ids.push(await findExchange(queries, prefix));
  return [...new Set(ids)];
}

async function writeAll(
  queries: Queries,
  ids: readonly ExchangeId[] | 'all',
  options: ExportOptions,
  onPiece: (bytes: Uint8Array) => Promise<void>,
): Promise<number> {
  const result = await queries.export(ids, options.format, onPiece, exportOptions(options));
  if (!result.ok) throw new CliError(result.error.message);
  return result.value.sizeBytes;
}

/** Writes beside the target and renames at the end: a failed export never replaces a good file. */
async function writeToFile(
  queries: Queries,
  ids: readonly ExchangeId[] | 'all',
  options: ExportOptions,
  terminal: Terminal,
): Promise<void> {
  const file = resolve(options.output);
  const temporary = `${file}.${process.pid}.part`;
  try {
    const handle = await openForWriting(temporary);
    let sizeBytes: number;
    try {
      sizeBytes = await writeAll(queries, ids, options, async (bytes) => {
        await handle.writeFile(bytes);
      });
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    terminal.print(options.json ? JSON.stringify({ file, sizeBytes }) : `Wrote ${sizeBytes} bytes to ${file}`);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function openForWriting(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'w', 0o600);
  } catch (error) {
    throw new CliError(`The export cannot be written to ${dirname(file)}: ${fileWords(error)}.`);
  }
}
