/** `wirelens show <id>`: one exchange as a transcript, its event log, or the response body. */
import type { EventRecord } from '../../shared/model/event-record.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { costOf } from '../../shared/prices/cost.ts';
import type { Queries } from '../storage/queries-api.ts';
import { createStoredPrices } from '../storage/stored-prices.ts';
import { CliError } from './cli-error.ts';
import { showConversation } from './conversation-command.ts';
import { hasDataFolder } from './data-folder-words.ts';
import { printable } from './safe-text.ts';
import { findExchange, withQueries } from './stored-exchanges.ts';
import type { Terminal } from './terminal.ts';

export type ShowOptions = {
  readonly data: string;
  readonly body?: boolean;
  readonly events?: boolean;
  readonly conversation?: boolean;
  readonly json?: boolean;
};

const bodySliceBytes = 4 * 1024 * 1024;
const eventPage = 1000;

/** `prefix`: the id or its first characters. */
export async function showCommand(prefix: string, options: ShowOptions, terminal: Terminal): Promise<void> {
  if (!hasDataFolder(options.data)) throw new CliError(`There is no data folder ${options.data}.`);
  await withQueries(options.data, async (queries) => {
    if (options.conversation) {
      await showConversation(queries, prefix, options, terminal);
      return;
    }
    const id = await findExchange(queries, prefix);
    if (options.body) await showBody(queries, id, options, terminal);
    else if (options.events) await showEvents(queries, id, options, terminal);
    else if (options.json) await showFacts(queries, id, options.data, terminal);
    else await showTranscript(queries, id, terminal);
  });
}

async function showTranscript(queries: Queries, id: ExchangeId, terminal: Terminal): Promise<void> {
  const result = await queries.export([id], 'markdown', (bytes) => terminal.write(bytes));
  if (!result.ok) throw new CliError(result.error.message);
}

/** What is known, rebuilt objects included, without bodies and events: those have options of their own. */
async function showFacts(queries: Queries, id: ExchangeId, dataFolder: string, terminal: Terminal): Promise<void> {
  const [snapshot, native] = await Promise.all([queries.snapshot(id), queries.native(id)]);
  if (!snapshot.ok) throw new CliError(snapshot.error.message);
  if (!native.ok) throw new CliError(native.error.message);
  const { detail, eventCount, problems } = snapshot.value;
  const completion: unknown = JSON.parse(native.value.completion);
  terminal.print(
    JSON.stringify({
      ...detail,
      cost: costOf(detail.summary.model, detail.summary.usage, createStoredPrices(dataFolder)()),
      eventCount,
      problems,
      completion,
      native: JSON.parse(native.value.native),
      loss: native.value.loss,
    }),
  );
}

async function showEvents(queries: Queries, id: ExchangeId, options: ShowOptions, terminal: Terminal): Promise<void> {
  const snapshot = await queries.snapshot(id);
  if (!snapshot.ok) throw new CliError(snapshot.error.message);
  const { startedAt } = snapshot.value.detail.start;
  const { summary } = snapshot.value.detail;
  const isSocket = summary.isWebSocket && summary.turnOf === undefined;
  let from = 0;
  while (from < snapshot.value.eventCount) {
    const events = await queries.events(id, from, eventPage);
    if (events.length === 0) break;
    for (const event of events) {
      terminal.print(options.json ? JSON.stringify(event) : eventLine(event, startedAt, isSocket));
    }
    from += events.length;
  }
}

/** Messages of a WebSocket are marked with who sent them: `>` the client, `<` the upstream. */
function eventLine(event: EventRecord, startedAt: number, isSocket: boolean): string {
  const seconds = ((event.receivedAt - startedAt) / 1000).toFixed(3).padStart(8);
  const notes = [
    event.outcome === 'used' ? '' : event.outcome,
    event.origin === 'wirelens' ? 'by us' : '',
    ...event.flags,
  ];
  const words = notes.filter(Boolean).join(', ');
  const mark = isSocket ? (event.origin === 'client' ? '> ' : '< ') : '';
  const line = `${String(event.index).padStart(6)} ${seconds}  ${mark}${event.type.padEnd(22)}  ${event.reading}`;
  return printable(words === '' ? line : `${line}  (${words})`).trimEnd();
}

async function showBody(queries: Queries, id: ExchangeId, options: ShowOptions, terminal: Terminal): Promise<void> {
  const parts: Uint8Array[] = [];
  let start = 0;
  for (;;) {
    const end = start + bodySliceBytes;
    const slice = await queries.body({ id, direction: 'response', isDecoded: true, start, end });
    if (!slice.ok) throw new CliError(slice.error.message);
    const { bytes, totalBytes } = slice.value;
    if (options.json) parts.push(bytes);
    else await terminal.write(bytes);
    start += bytes.length;
    if (bytes.length === 0 || start >= totalBytes) break;
  }
  if (options.json) terminal.print(JSON.stringify(bodyFacts(id, Buffer.concat(parts))));
}

/** Text where the body is UTF-8, base64 where it is not. */
function bodyFacts(id: ExchangeId, body: Buffer): object {
  const text = body.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(body);
  return isText
    ? { id, sizeBytes: body.length, text }
    : { id, sizeBytes: body.length, base64: body.toString('base64') };
}
