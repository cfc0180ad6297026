/**
 * How long the page's own thread works in one go, in processor time: what a freeze is made of, without what the machine
 * did meanwhile for others. Read from Chromium's trace (`RunTask` with `tdur`).
 */
import type { CDPSession, Page } from 'playwright-core';

export type PageTask = {
  /** Processor time of the page's thread, ms. */
  readonly cpuMs: number;
  /** From its begin to its end, ms. */
  readonly wallMs: number;
  /** What it did, the longest first: `Layout 80, FunctionCall 12`. */
  readonly parts: string;
};

type TraceEvent = {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string; readonly elementCount?: number };
};

const categories = ['disabled-by-default-devtools.timeline', 'devtools.timeline', 'v8', '__metadata'];

/** The tasks of the page while `act` runs (and a moment after), the costliest first. One at a time. */
export async function pageTasks(window: Page, act: () => Promise<void>, restMs = 600): Promise<readonly PageTask[]> {
  const session = await window.context().newCDPSession(window);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, recordMode: 'recordUntilFull', traceBufferSizeInKb: 400_000 },
  });
  try {
    await act();
    await window.waitForTimeout(restMs);
  } finally {
    await endOfTrace(session);
  }
  await session.detach();
  return tasksOf(events);
}

async function endOfTrace(session: CDPSession): Promise<void> {
  const ended = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await ended;
}

function tasksOf(events: readonly TraceEvent[]): readonly PageTask[] {
  const main = events.find(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const own = events.filter(({ ph, pid, tid }) => ph === 'X' && pid === main?.pid && tid === main.tid);
  own.sort((left, right) => left.ts - right.ts);
  const tasks: PageTask[] = [];
  own.forEach((event, index) => {
    if (!event.name.endsWith('RunTask') || (event.dur ?? 0) < 5_000) return;
    tasks.push({
      cpuMs: (event.tdur ?? event.dur ?? 0) / 1000,
      wallMs: (event.dur ?? 0) / 1000,
      parts: partsOf(event, own, index),
    });
  });
  return tasks.sort((left, right) => right.cpuMs - left.cpuMs);
}

function partsOf(task: TraceEvent, own: readonly TraceEvent[], at: number): string {
  const end = task.ts + (task.dur ?? 0);
  const sums = new Map<string, number>();
  for (let index = at + 1; index < own.length; index += 1) {
    const event = own[index] as TraceEvent;
    if (event.ts >= end) break;
    const name = event.args?.elementCount === undefined ? event.name : `${event.name} of ${event.args.elementCount}`;
    sums.set(name, (sums.get(name) ?? 0) + (event.tdur ?? 0) / 1000);
  }
  const longest = [...sums].sort((left, right) => right[1] - left[1]).slice(0, 6);
  return longest.map(([name, ms]) => `${name} ${ms.toFixed(0)}`).join(', ');
}
