/** The decode case: bytes to events and completion on one core, beside JSON.parse of the same events (issue 3, point 5). */
import type { Stage } from './cases.ts';
import { measureDecode } from './decode.ts';
import { measureRecordings, sseRecordings } from './decode-recordings.ts';
import { streamKinds } from './support/recorded-like.ts';
import { formatNumber } from './support/statistics.ts';

const megabytesPerKind = 100;

/** Needs no process but this one. */
export async function decodeStreams(stage: Pick<Stage, 'report' | 'rounds'>): Promise<void> {
  for (const kind of streamKinds) {
    const figures = measureDecode(kind, stage.rounds, megabytesPerKind);
    const ratio = figures.microsecondsPerEvent / figures.parseMicrosecondsPerEvent;
    stage.report.add({
      measured: `decode ${kind.name}, per event; baseline: JSON.parse alone`,
      baseline: `${formatNumber(figures.parseMicrosecondsPerEvent)} µs`,
      wirelens: `${formatNumber(figures.microsecondsPerEvent)} µs`,
      ratio,
      goal: '<= 2',
      isMet: ratio <= 2,
    });
    stage.report.add({
      measured: `decode ${kind.name}, speed`,
      baseline: '',
      wirelens: `${formatNumber(figures.megabytesPerSecond, 0)} MB/s`,
      ratio: null,
      goal: '>= 60 MB/s',
      isMet: figures.megabytesPerSecond >= 60,
    });
    stage.report.add({
      measured: `decode ${kind.name}, per event: stream of 50,000 / of 500`,
      baseline: '',
      wirelens: '',
      ratio: figures.longToShort,
      goal: '<= 1.15',
      isMet: figures.longToShort <= 1.15,
    });
  }
  const recordings = sseRecordings();
  if (recordings.length === 0) return;
  const { ours, first, parse } = measureRecordings(recordings, stage.rounds, megabytesPerKind);
  stage.report.add({
    measured: `decode ${recordings.length} recorded SSE streams of eight formats; baseline: JSON.parse alone`,
    baseline: `${formatNumber(parse, 0)} MB/s`,
    wirelens: `${formatNumber(ours, 0)} MB/s`,
    ratio: ours / parse,
    goal: '>= 60 MB/s',
    isMet: ours >= 60,
  });
  stage.report.add({
    measured: `decode them, the first ${megabytesPerKind} MB of a process, compiling included`,
    baseline: '',
    wirelens: `${formatNumber(first, 0)} MB/s`,
    ratio: null,
    goal: '',
    isMet: null,
  });
}
