/**
 * Real agents, SDKs and programs against aimock behind TLS, by `wirelens run` in both modes: what they say must be what the
 * mock said, and the exchange must be there, whole, in the right format. Writes what was seen for docs/CLIENTS.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExchangeSummary } from '../../shared/model/exchange.ts';
import { type Client, type ClientMode, clients } from './clients.ts';
import { type MockProvider, startMockProvider } from './mock-provider.ts';
import { type Run, runThrough } from './through-wirelens.ts';

const agentsFolder = process.env.WIRELENS_AGENTS ?? '';
const wanted = (process.env.WIRELENS_AGENTS_ONLY ?? '').split(',').filter(Boolean);
const tried = clients.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
const seen: Record<string, unknown>[] = [];

let folder: string;
let provider: MockProvider;

beforeAll(async () => {
  // Not in the temporary folder: some agents refuse to work there.
  const parent = join(homedir(), '.cache', 'wirelens');
  mkdirSync(parent, { recursive: true });
  folder = mkdtempSync(join(parent, 'agents-run-'));
  provider = await startMockProvider(folder);
});
afterAll(async () => {
  await provider?.close();
  if (process.env.WIRELENS_AGENTS_KEEP) console.log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
  const file = process.env.WIRELENS_AGENTS_SEEN;
  if (file) writeFileSync(file, JSON.stringify(seen));
});

/** Undefined: it is not here. Some agents take half a minute to say it, so npm's word is taken. */
function versionOf({ package: name, version }: Client): string | undefined {
  if (name !== null) {
    const file = join(agentsFolder, 'node_modules', name, 'package.json');
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : undefined;
  }
  const [word = '', ...rest] = version;
  const { stdout } = spawnSync(word, rest, { encoding: 'utf8', timeout: 30_000 });
  return /\d+\.\d+[\w.-]*/.exec(stdout ?? '')?.[0];
}

/** The exchange that carried the answer. */
function answerOf({ exchanges }: Run, format: string): ExchangeSummary | undefined {
  if (format === 'web-socket')
    return exchanges.find(({ isWebSocket, path }) => isWebSocket && path.includes('responses'));
  return exchanges.findLast((summary) => summary.format === format && summary.row.text.includes('Hello from the mock'));
}

for (const client of tried) {
  describe(client.title, () => {
    const version = versionOf(client);
    for (const mode of ['proxy', 'base-url'] as readonly ClientMode[]) {
      test.skipIf(version === undefined)(`${mode} mode: the mock's answer, captured whole`, async () => {
        const run = await runThrough(client, mode, { folder, provider, agentsFolder });
        const format = client.seen[mode];
        const exchange = answerOf(run, format);
        const facts = { client: client.id, title: client.title, version, mode, format, note: client.note[mode] };
        const end = exchange?.end ?? null;
        const isAnswered = run.output.includes(provider.answer) || run.output.includes(JSON.stringify(provider.answer));
        seen.push({
          ...facts,
          end,
          isAnswered,
          exchanges: run.exchanges.length,
          isVerbatim: exchange?.isVerbatim ?? null,
        });
        expect(isAnswered, `${run.output}\n${run.errors}`.slice(-3000)).toBe(true);
        expect(exchange, JSON.stringify(run.exchanges.map(({ path, status }) => [path, status]))).toBeDefined();
        if (format !== 'web-socket') {
          // Some leave as soon as the model has said its end: the answer is whole, the body's end was not waited for.
          expect(['complete', 'client-aborted']).toContain(exchange?.end);
          expect(exchange?.finishReason).not.toBeNull();
          expect(exchange).toMatchObject({ isVerbatim: true, status: 200 });
        }
        if (format === 'web-socket') {
          // Each turn of the connection is an exchange of its own, rebuilt to its end.
          const turn = run.exchanges.findLast(
            ({ turnOf, row }) => turnOf !== undefined && row.text.includes('Hello from the mock'),
          );
          const turns = run.exchanges.map(({ turnOf, end, row }) => [turnOf?.number ?? null, end, row.text]);
          expect(turn, JSON.stringify(turns)).toMatchObject({
            format: 'openai-responses',
            end: 'complete',
            phase: 'ended',
            providerError: null,
            turnOf: { connectionId: exchange?.id },
          });
          expect(turn?.finishReason).not.toBeNull();
          expect(turn?.eventTally).toMatchObject({ unknown: 0, malformed: 0 });
        }
        expect(exchange?.client.pid).not.toBeNull();
        expect(run.status).toBe(0);
      });
    }
  });
}
