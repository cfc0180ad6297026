/** `wirelens decode`: rebuilds a saved response body, without a data folder and without network. */
import { readFile } from 'node:fs/promises';
import type { WireFormat } from '../../shared/model/wire-format.ts';
import { decodeBody } from '../../shared/reconstruct/decode-body.ts';
import { CliError } from './cli-error.ts';
import { fileWords } from './file-words.ts';
import type { Terminal } from './terminal.ts';

export type DecodeOptions = {
  readonly format: WireFormat;
  readonly contentType?: string;
  readonly status: number;
  readonly request?: string;
  readonly json?: boolean;
};

/** Prints `{ format, framing, end, native, completion, events, problems, loss }` (DESIGN.md section 4). */
export async function decodeCommand(file: string, options: DecodeOptions, terminal: Terminal): Promise<void> {
  const requestBody =
    options.request === undefined ? null : parseRequest(await readInput(options.request), options.request);
  const decoded = decodeBody({
    format: options.format,
    status: options.status,
    contentType: options.contentType ?? null,
    requestBody,
    body: await readInput(file),
    withLossReport: true,
  });
  if (decoded.format !== options.format) {
    terminal.complain(`wirelens: ${options.format} is not rebuilt yet: events and problems only`);
  }
  const { format, framing, end, native, completion, events, problems, loss } = decoded;
  const result = { format, framing, end, native: native ?? null, completion, events, problems, loss };
  terminal.print(JSON.stringify(result, null, options.json ? 0 : 2));
}

/** `-` is stdin. */
async function readInput(file: string): Promise<Buffer> {
  if (file === '-') {
    const parts: Buffer[] = [];
    for await (const part of process.stdin) parts.push(part);
    return Buffer.concat(parts);
  }
  try {
    return await readFile(file);
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${fileWords(error)}.`);
  }
}

function parseRequest(bytes: Buffer, file: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new CliError(`${file} is not JSON: --request takes the request's JSON body.`);
  }
}
