/** Spans of stored exchanges to an OpenTelemetry collector, in requests of a bounded size. */
import type { ExchangeId } from '../../shared/model/exchange.ts';
import type { Queries } from '../storage/queries-api.ts';
import { postSpans } from '../telemetry/otlp-sender.ts';
import { CliError } from './cli-error.ts';
import { ruleIds } from './scan-output.ts';
import type { Terminal } from './terminal.ts';

type TraceOptions = {
  readonly redact?: boolean;
  readonly keep: readonly string[];
  readonly alsoFind: readonly string[];
  readonly content?: boolean;
  readonly json?: boolean;
};

/** Protobuf; collectors take 4 MB and more in one request. */
const exchangesAtOnce = 50;

/** Throws `CliError` when an exchange is not there or the collector refuses; earlier requests have been sent then. */
export async function sendTraces(
  queries: Queries,
  wanted: readonly ExchangeId[] | 'all',
  options: TraceOptions,
  endpoint: string,
  terminal: Terminal,
): Promise<void> {
  const ids = wanted === 'all' ? await everyId(queries) : wanted;
  const sharing = options.redact ? { rules: ruleIds(options), keep: options.keep } : null;
  let sizeBytes = 0;
  for (let start = 0; start < ids.length; start += exchangesAtOnce) {
    const pieces: Uint8Array[] = [];
    const part = ids.slice(start, start + exchangesAtOnce);
    const made = await queries.export(part, 'otlp-protobuf', (bytes) => void pieces.push(bytes), {
      ...{ sharing, withContent: options.content ?? false },
    });
    if (!made.ok) throw new CliError(made.error.message);
    const sent = await postSpans(endpoint, Buffer.concat(pieces));
    if (!sent.ok) throw new CliError(sent.error.message);
    sizeBytes += made.value.sizeBytes;
  }
  const facts = { endpoint, exchanges: ids.length, sizeBytes };
  terminal.print(
    options.json
      ? JSON.stringify(facts)
      : `Sent the spans of ${ids.length} exchanges (${sizeBytes} bytes) to ${endpoint}`,
  );
}

async function everyId(queries: Queries): Promise<readonly ExchangeId[]> {
  const pages: (readonly ExchangeId[])[] = [];
  let before: ExchangeId | null = null;
  for (;;) {
    const page: readonly ExchangeId[] = (await queries.list(before, 500)).map(({ id }) => id);
    if (page.length === 0) return pages.reverse().flat();
    pages.push(page);
    before = page[0] ?? null;
  }
}
