/** `exchanges.export`: asks where to, then writes what the query worker makes, piece by piece; or fills the clipboard. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { type BrowserWindow, clipboard, dialog } from 'electron';
import { exportFormatFacts } from '../../shared/export/export-formats.ts';
import type { ExportRequest } from '../../shared/ipc/command-payloads.ts';
import type { ResponseOf } from '../../shared/ipc/contract.ts';
import { fail, succeed } from '../../shared/lib/result.ts';
import type { CaptureControl } from '../capture/capture-api.ts';
import type { ExportOptions, Queries } from '../storage/queries-api.ts';
import type { Handlers } from './typed-ipc.ts';

type ExportResult = ResponseOf<'exchanges.export'>;

/** A clipboard is no place for more than this. */
const mostClipboardBytes = 64 * 1024 * 1024;

/** Everything captured so far is stored first, so that an export has it. */
export function createExportHandler(
  capture: CaptureControl,
  queries: Queries,
  window: () => BrowserWindow | null,
): Pick<Handlers, 'exchanges.export' | 'exchanges.scan'> {
  return {
    'exchanges.scan': async ({ ids, rules }) => {
      await capture.flush();
      return queries.scan(ids, rules);
    },
    'exchanges.export': async (request) => {
      await capture.flush();
      if (request.target === 'clipboard') return exportToClipboard(queries, request);
      const file = await askForFile(window(), request);
      return file === null ? fail('cancelled', 'Nothing was exported.') : exportToFile(queries, request, file);
    },
  };
}

async function askForFile(window: BrowserWindow | null, request: ExportRequest): Promise<string | null> {
  const { title: name, extension } = exportFormatFacts(request.format);
  const options = {
    title: 'Export',
    defaultPath: `wirelens-${defaultStem(request)}.${extension}`,
    filters: [
      { name, extensions: [extension] },
      { name: 'All files', extensions: ['*'] },
    ],
  };
  const answer = window ? await dialog.showSaveDialog(window, options) : await dialog.showSaveDialog(options);
  return answer.canceled || !answer.filePath ? null : answer.filePath;
}

function defaultStem(request: ExportRequest): string {
  if (request.ids === 'all') return 'all';
  return request.ids.length === 1 ? String(request.ids[0]) : `${request.ids.length}-exchanges`;
}

/** Writes beside the target and renames at the end: a failed export never replaces a good file. */
async function exportToFile(queries: Queries, request: ExportRequest, file: string): Promise<ExportResult> {
  const temporary = `${file}.${process.pid}.part`;
  try {
    const result = await writePieces(queries, request, temporary);
    if (!result.ok) {
      await rm(temporary, { force: true });
      return result;
    }
    await rename(temporary, file);
    return succeed({ where: file, sizeBytes: result.value.sizeBytes });
  } catch (error) {
    await rm(temporary, { force: true });
    return fail('failed', `The export could not be written: ${wordsOf(error)}.`);
  }
}

async function writePieces(queries: Queries, request: ExportRequest, file: string) {
  const handle: FileHandle = await open(file, 'w', 0o600);
  try {
    return await queries.export(
      request.ids,
      request.format,
      async (bytes) => {
        await handle.writeFile(bytes);
      },
      optionsOf(request),
    );
  } finally {
    await handle.close();
  }
}

async function exportToClipboard(queries: Queries, request: ExportRequest): Promise<ExportResult> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    const take = (bytes: Uint8Array): void => {
      sizeBytes += bytes.byteLength;
      if (sizeBytes > mostClipboardBytes) throw new TooLargeError();
      pieces.push(bytes);
    };
    const result = await queries.export(request.ids, request.format, take, optionsOf(request));
    if (!result.ok) return result;
  } catch (error) {
    return fail('failed', `The export could not be copied: ${wordsOf(error)}.`);
  }
  clipboard.writeText(Buffer.concat(pieces).toString('utf8'));
  return succeed({ where: null, sizeBytes });
}

function optionsOf({ sharing, withContent }: ExportRequest): ExportOptions {
  return { sharing: sharing ?? null, withContent: withContent ?? false };
}

class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
  constructor() {
    super('it is larger than 64 MB; export it to a file instead');
  }
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
