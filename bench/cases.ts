/** What is measured (DESIGN.md section 6), each case in turns: node-pipe, then Wirelens, several rounds, medians. */
import type { ClientResult, ClientTask, StreamPlan } from './support/messages.ts';
import { cpuMs, type Running, residentBytes, runTask } from './support/processes.ts';
import type { Report } from './support/report.ts';
import { formatNumber, median, percentile } from './support/statistics.ts';

export type Stage = {
  readonly client: Running;
  readonly upstream: Running;
  readonly pipe: Running;
  readonly wirelens: Running;
  /** `https`: the upstream speaks TLS. `intercepted`: the client asks for https and comes by CONNECT. */
  readonly way: 'plain' | 'https' | 'intercepted';
  readonly rounds: number;
  readonly report: Report;
};

type Side = 'pipe' | 'wirelens';
const sides: readonly Side[] = ['pipe', 'wirelens'];

const chatUrl = (stage: Stage, side: Side): string =>
  stage.way === 'intercepted'
    ? 'https://localhost/v1/chat/completions'
    : `http://127.0.0.1:${stage[side].port}/bench/v1/chat/completions`;

const through = (stage: Stage, side: Side): { readonly proxyPort?: number } =>
  stage.way === 'intercepted' ? { proxyPort: stage[side].port } : {};

/** How the rows of a stage differ from those of the plain one. */
const wayWords = { plain: '', https: ', https upstream', intercepted: ', intercepted' } as const;

type Figures = Record<Side, number[]>;
const noFigures = (): Figures => ({ pipe: [], wirelens: [] });

/** Runs `measure` for both sides in turns, the order swapped every round, so that a noisy moment hits both. */
async function inTurns(rounds: number, measure: (side: Side) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) await measure(side);
  }
}

const ratio = (figures: Figures): number => median(figures.wirelens) / median(figures.pipe);

/** A few compilations of 10 ms are seen in a single stream's 200 events/s: after so many there are hardly any. */
const warmUpRounds = 6;

async function latency(stage: Stage, streams: number, events: number, p50Goal: number): Promise<void> {
  const plan: StreamPlan = { mode: 'paced', events, intervalMs: 5, eventBytes: 300 };
  const p50 = noFigures();
  const p99 = noFigures();
  const cpu = noFigures();
  // Uncounted: both have run for a while when somebody uses them, and what V8 compiles first is no cost of an event.
  const warmUp: StreamPlan = { ...plan, events: 600 };
  await inTurns(warmUpRounds, async (side) => {
    const url = chatUrl(stage, side);
    await runTask(stage.client, { ...{ kind: 'latency', url, streams: 20, plan: warmUp }, ...through(stage, side) });
  });
  await settle();
  await inTurns(stage.rounds, async (side) => {
    const before = cpuMs(stage[side].process);
    const result = await runTask(stage.client, {
      ...{ kind: 'latency', url: chatUrl(stage, side), streams, plan },
      ...through(stage, side),
    });
    const after = cpuMs(stage[side].process);
    p50[side].push(percentile(result.samples, 0.5));
    p99[side].push(percentile(result.samples, 0.99));
    if (before !== null && after !== null) cpu[side].push(((after - before) * 1000) / (streams * events));
    // What capture does when it rests would else be done while the other side is measured.
    await settle();
  });
  const add = (measured: string, figures: Figures, unit: string, goal: number): void =>
    stage.report.add({
      measured: `${measured}, ${streams} stream${streams > 1 ? 's' : ''} x 200 events/s${wayWords[stage.way]}`,
      baseline: `${formatNumber(median(figures.pipe))} ${unit}`,
      wirelens: `${formatNumber(median(figures.wirelens))} ${unit}`,
      ratio: ratio(figures),
      goal: `<= ${goal}`,
      isMet: ratio(figures) <= goal,
    });
  add('event latency p50', p50, 'ms', p50Goal);
  add('event latency p99', p99, 'ms', 2);
  add('CPU per event', cpu, 'µs', 1.3);
}

export const latencyOne = (stage: Stage): Promise<void> => latency(stage, 1, 1500, 1.15);
export const latencyTwenty = (stage: Stage): Promise<void> => latency(stage, 20, 800, 1.15);
export const latencyHundred = (stage: Stage): Promise<void> => latency(stage, 100, 600, 1.25);

export async function fullSpeed(stage: Stage): Promise<void> {
  const plans: readonly (readonly [string, StreamPlan, number])[] = [
    ['one stream, 300-byte events', { mode: 'full', events: 100_000, intervalMs: 0, eventBytes: 300 }, 0.85],
    ['one stream, 16 KB events', { mode: 'full', events: 8000, intervalMs: 0, eventBytes: 16_384 }, 0.75],
  ];
  for (const [measured, plan, goal] of plans) {
    const speed = noFigures();
    const run = (side: Side): Promise<ClientResult> =>
      runTask(stage.client, { kind: 'full-speed', url: chatUrl(stage, side), plan });
    // Uncounted, as above: half of what V8's helpers take of the first second is compiling.
    await inTurns(2, async (side) => void (await run(side)));
    await inTurns(stage.rounds, async (side) => {
      const result = await run(side);
      speed[side].push(result.count / 1e6 / (result.durationMs / 1000));
      await settle();
    });
    addRate(stage, measured, speed, 'MB/s', goal);
  }
}

function addRate(stage: Stage, measured: string, figures: Figures, unit: string, goal: number): void {
  stage.report.add({
    measured,
    baseline: `${formatNumber(median(figures.pipe), 0)} ${unit}`,
    wirelens: `${formatNumber(median(figures.wirelens), 0)} ${unit}`,
    ratio: ratio(figures),
    goal: `>= ${goal}`,
    isMet: ratio(figures) >= goal,
  });
}

export async function smallRequests(stage: Stage): Promise<void> {
  const rate = noFigures();
  const firstByte = noFigures();
  await inTurns(stage.rounds, async (side) => {
    const url = chatUrl(stage, side);
    const result = await runTask(stage.client, { kind: 'requests', url, connections: 32, total: 4000 });
    rate[side].push(result.count / (result.durationMs / 1000));
    const waits = await runTask(stage.client, { kind: 'first-byte', url, rounds: 300 });
    firstByte[side].push(percentile(waits.samples, 0.5));
  });
  addRate(stage, 'small requests, 32 connections', rate, '/s', 0.7);
  stage.report.add({
    measured: 'time to first byte, one request at a time',
    baseline: `${formatNumber(median(firstByte.pipe))} ms`,
    wirelens: `${formatNumber(median(firstByte.wirelens))} ms`,
    ratio: ratio(firstByte),
    goal: '<= 1.5',
    isMet: ratio(firstByte) <= 1.5,
  });
}

export async function upload(stage: Stage): Promise<void> {
  const first = noFigures();
  const all = noFigures();
  const direct: number[] = [];
  const send = async (url: string): Promise<readonly number[]> =>
    (await runTask(stage.client, { kind: 'upload', url, bytes: 5_000_000, rounds: 5 })).samples;
  const every = (samples: readonly number[], parity: number): readonly number[] =>
    samples.filter((_, index) => index % 2 === parity);
  await inTurns(stage.rounds, async (side) => {
    const samples = await send(`http://127.0.0.1:${stage[side].port}/bench/upload`);
    first[side].push(median(every(samples, 0)));
    all[side].push(median(every(samples, 1)));
    direct.push(...(await send(`http://127.0.0.1:${stage.upstream.port}/upload`)));
  });
  const addOver = (measured: string, figures: Figures, parity: number, goal: number): void => {
    const base = median(every(direct, parity));
    const over = median(figures.wirelens) - base;
    stage.report.add({
      measured,
      baseline: `${formatNumber(median(figures.pipe) - base)} ms`,
      wirelens: `${formatNumber(over)} ms`,
      ratio: null,
      goal: `<= ${goal} ms`,
      isMet: over <= goal,
    });
  };
  addOver('5 MB upload, first byte at upstream, over direct', first, 0, 5);
  addOver('5 MB upload, all at upstream, over direct', all, 1, 10);
}

/** New connections, each with CONNECT, a whole handshake and one request; then streams over kept ones. */
export async function interception(stage: Stage): Promise<void> {
  const opened = noFigures();
  const connections = (side: Side, rounds: number): Promise<ClientResult> =>
    runTask(stage.client, { kind: 'connections', url: chatUrl(stage, side), rounds, ...through(stage, side) });
  // The first one makes the certificate of the host.
  for (const side of sides) await connections(side, 20);
  await inTurns(stage.rounds, async (side) => {
    opened[side].push(percentile((await connections(side, 100)).samples, 0.5));
  });
  stage.report.add({
    measured: 'new connection through interception, to the first byte',
    baseline: `${formatNumber(median(opened.pipe))} ms`,
    wirelens: `${formatNumber(median(opened.wirelens))} ms`,
    ratio: ratio(opened),
    goal: '<= 2',
    isMet: ratio(opened) <= 2,
  });
  await latencyTwenty(stage);
}

export async function memoryPerExchange(stage: Stage): Promise<void> {
  const figures = noFigures();
  for (const side of sides) {
    const url = chatUrl(stage, side);
    // The young generations have their final size after some 7,000 (seen to stand still from there to 20,000).
    const task: ClientTask = { kind: 'requests', url, connections: 16, total: 10_000 };
    await runTask(stage.client, task);
    await settle();
    const before = residentBytes(stage[side].process);
    await runTask(stage.client, { ...task, total: 5000 });
    await settle();
    const after = residentBytes(stage[side].process);
    if (before !== null && after !== null) figures[side].push((after - before) / 5000 / 1024);
  }
  stage.report.add({
    measured: 'memory kept per exchange over 5,000 (resident)',
    baseline: `${formatNumber(median(figures.pipe))} KB`,
    wirelens: `${formatNumber(median(figures.wirelens))} KB`,
    ratio: null,
    goal: '<= 4 KB',
    isMet: median(figures.wirelens) <= 4,
  });
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1500));

type SlowPlan = { readonly name: string; readonly eventBytes: number; readonly bytesPerSecond: number };

const slowPlans: readonly SlowPlan[] = [
  { name: '200 MB of 300-byte events, reader at 11 MB/s', eventBytes: 300, bytesPerSecond: 11_000_000 },
  { name: '200 MB of 16 KB events, reader at 25 MB/s', eventBytes: 16_384, bytesPerSecond: 25_000_000 },
];

/** Bytes in flight: what the upstream wrote less what the client read, its own and the system's buffers included. */
export async function slowReader(stage: Stage): Promise<void> {
  for (const plan of slowPlans) await slowReaderOf(stage, plan);
}

async function slowReaderOf(stage: Stage, { name, eventBytes, bytesPerSecond }: SlowPlan): Promise<void> {
  const plan: StreamPlan = { mode: 'full', events: Math.round(200e6 / eventBytes), intervalMs: 0, eventBytes };
  const peak = noFigures();
  const inFlight = noFigures();
  for (const side of sides) {
    const url = chatUrl(stage, side);
    // Growth is told from a process at work, not from one that has just begun.
    await runTask(stage.client, { kind: 'requests', url, connections: 4, total: 200 });
    await settle();
    const before = residentBytes(stage[side].process) ?? 0;
    let highest = before;
    let read = 0;
    let mostInFlight = 0;
    const timer = setInterval(async () => {
      highest = Math.max(highest, residentBytes(stage[side].process) ?? 0);
      const facts = await fetch(`http://127.0.0.1:${stage.upstream.port}/facts`);
      const { bytesWritten } = (await facts.json()) as { bytesWritten: number };
      if (read > 0) mostInFlight = Math.max(mostInFlight, bytesWritten - read);
    }, 50);
    await runTask(stage.client, { kind: 'slow-reader', url, plan, bytesPerSecond }, (bytes) => {
      read = bytes;
    });
    clearInterval(timer);
    peak[side].push((highest - before) / 1e6);
    inFlight[side].push(mostInFlight / 1e6);
  }
  const add = (measured: string, figures: Figures, goal: number): void =>
    stage.report.add({
      measured,
      baseline: `${formatNumber(median(figures.pipe), 1)} MB`,
      wirelens: `${formatNumber(median(figures.wirelens), 1)} MB`,
      ratio: null,
      goal: `<= ${goal} MB`,
      isMet: median(figures.wirelens) <= goal,
    });
  add(`${name}: peak growth`, peak, 40);
  add(`${name}: bytes in flight`, inFlight, 16);
}

export async function ends(stage: Stage): Promise<void> {
  const url = chatUrl(stage, 'wirelens');
  const aborts = await runTask(stage.client, { kind: 'abort', url, rounds: 5 });
  stage.report.add({
    measured: 'client abort reaches the upstream, worst of 5',
    baseline: '',
    wirelens: `${formatNumber(Math.max(...aborts.samples))} ms`,
    ratio: null,
    goal: '<= 5 ms',
    isMet: Math.max(...aborts.samples) <= 5,
  });
  const diedAt: number[] = [];
  const listener = (message: { kind: string; at: number }): void => {
    if (message.kind === 'died') diedAt.push(message.at);
  };
  stage.upstream.process.on('message', listener);
  const deaths: ClientResult = await runTask(stage.client, { kind: 'death', url, rounds: 5 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  stage.upstream.process.off('message', listener);
  const delays = deaths.samples.map((at, index) => at - (diedAt[index] ?? Number.NaN));
  stage.report.add({
    measured: `upstream death reaches the client, worst of 5 (${deaths.notes.join(', ')})`,
    baseline: '',
    wirelens: `${formatNumber(Math.max(...delays))} ms`,
    ratio: null,
    goal: '<= 5 ms',
    isMet: Math.max(...delays) <= 5 && !deaths.notes.includes('hung'),
  });
}
