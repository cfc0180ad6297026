/**
 * The app killed by SIGKILL in mid-stream, several times over one folder: nothing that was committed is lost, little is
 * missing, and the next start shows what was cut as interrupted. WIRELENS_KILLS says how often (3).
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedApp, launchApp } from '../support/app-launcher.ts';
import { startChat } from '../support/chat-client.ts';
import { type SteeredUpstream, startSteeredUpstream } from '../support/steered-upstream.ts';
import { addUpstream, exchangeRows } from '../support/window-parts.ts';

let dataFolder: string;
let upstream: SteeredUpstream;
const kills = Number(process.env.WIRELENS_KILLS ?? 3);
/** DESIGN.md 1.5. */
const promisedMs = 250;

beforeAll(async () => {
  dataFolder = await mkdtemp(path.join(tmpdir(), 'wirelens-killed-'));
  upstream = await startSteeredUpstream();
});

afterAll(async () => {
  await upstream?.close();
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
});

/** Streams numbers until the app is killed; when each was received, epoch ms, and when the kill came. */
async function streamAndKill(launched: LaunchedApp, round: number) {
  const call = await startChat(launched.proxyUrl, 'mine', `round ${round}`);
  const stream = await upstream.nextStream();
  const times: number[] = [];
  const until = 40 + ((round * 37) % 60);
  for (let number = 0; number < until; number += 1) {
    stream.sendText(`<${number}>`);
    await call.received(`<${number}>`);
    times.push(Date.now());
    await wait(5);
  }
  const process = launched.app.process();
  const exited = once(process, 'exit');
  process.kill('SIGKILL');
  const killedAt = Date.now();
  await exited;
  return { times, killedAt };
}

test(`the app loses next to nothing when it is killed, ${kills} times`, { timeout: kills * 60_000 }, async () => {
  const missing: number[] = [];
  let launched = await launchApp({ dataFolder });
  await addUpstream(launched, 'mine', [upstream.url]);
  // Settings are written a moment later.
  await wait(500);
  for (let round = 1; round <= kills; round += 1) {
    const { times, killedAt } = await streamAndKill(launched, round);
    launched = await launchApp({ dataFolder });
    // The window shows the newest ones; a hundred rows are more than it has room for.
    await exchangeRows(launched.window)
      .nth(Math.min(round, 10) - 1)
      .waitFor();
    const kept = await launched.invoke('exchanges.list', { before: null, limit: 500 });
    expect(kept).toHaveLength(round);
    const last = kept.at(-1);
    expect(last?.end).toBe('interrupted');
    const text = await launched.invoke('exchanges.bodyText', { id: last?.id ?? '', direction: 'response' });
    const stored = [...(text.ok ? text.value.text : '').matchAll(/<(\d+)>/g)].map(([, number]) => Number(number));
    // No hole: what is there is the beginning.
    expect(stored).toEqual(times.slice(0, stored.length).map((_, index) => index));
    const firstMissing = times[stored.length];
    missing.push(firstMissing === undefined ? 0 : killedAt - firstMissing);
  }
  await launched.close();
  if (process.env.WIRELENS_KILLS !== undefined) process.stdout.write(`ms missing: ${missing.join(' ')}\n`);
  // A machine without time for anyone is late with everything, now and then.
  const late = missing.filter((lostMs) => lostMs > promisedMs);
  expect(late.length, `ms missing: ${missing.join(' ')}`).toBeLessThanOrEqual(Math.ceil(kills / 20));
});
