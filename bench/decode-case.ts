/** The decode case: bytes to events and completion on one core, beside JSON.parse of the same events (issue 3, point 5). */
import type { Stage } from './cases.ts';
import { sseRecordings } from './decode-recordings.ts';
import { buildDecoder, medianRatio, startDecoder, timesInTurns } from './support/decode-processes.ts';
import { type StreamKind, streamKinds } from './support/recorded-like.ts';
import { formatNumber, median } from './support/statistics.ts';

type Report = Stage['report'];

const megabytes = 100;
const longEvents = 50_000;
const shortEvents = 500;
/** Turns for each of the bench's rounds: many short ones, since a machine is never busy with others to the same degree for long. */
const turnsPerRound = 4;

/** Needs no process but its own. */
export async function decodeStreams({ report, rounds }: Pick<Stage, 'report' | 'rounds'>): Promise<void> {
  const file = await buildDecoder();
  for (const kind of streamKinds) await decodeMadeUp(file, kind, rounds * turnsPerRound, report);
  if (sseRecordings().length > 0) await decodeRecordings(file, rounds * turnsPerRound, report);
}

async function decodeMadeUp(file: string, kind: StreamKind, turns: number, report: Report): Promise<void> {
  const [long, short, parse] = await Promise.all([
    startDecoder(file, { work: 'decode', subject: { kind: kind.name, events: longEvents } }),
    startDecoder(file, { work: 'decode', subject: { kind: kind.name, events: shortEvents } }),
    startDecoder(file, { work: 'parse', subject: { kind: kind.name, events: 5000 } }),
  ]);
  // A turn is never shorter than one long stream; the first ones warm up.
  for (const decoder of [long, short, parse]) await decoder.time(3 * longEvents);
  const times = await timesInTurns(
    {
      parse: { decoder: parse, units: longEvents },
      short: { decoder: short, units: longEvents },
      long: { decoder: long, units: longEvents },
    },
    turns,
  );
  for (const decoder of [long, short, parse]) decoder.stop();
  const ratio = medianRatio(times.long, times.parse);
  report.add({
    measured: `decode ${kind.name}, per event; baseline: JSON.parse alone`,
    baseline: `${formatNumber(median(times.parse))} µs`,
    wirelens: `${formatNumber(median(times.long))} µs`,
    ratio,
    goal: '<= 2',
    isMet: ratio <= 2,
  });
  const speed = bytesPerEvent(kind) / median(times.long);
  report.add({
    measured: `decode ${kind.name}, speed`,
    baseline: '',
    wirelens: `${formatNumber(speed, 0)} MB/s`,
    ratio: null,
    goal: '>= 60 MB/s',
    isMet: speed >= 60,
  });
  const longToShort = medianRatio(times.long, times.short);
  report.add({
    measured: `decode ${kind.name}, per event: stream of 50,000 / of 500`,
    baseline: `${formatNumber(median(times.short))} µs`,
    wirelens: `${formatNumber(median(times.long))} µs`,
    ratio: longToShort,
    goal: '<= 1.15',
    isMet: longToShort <= 1.15,
  });
}

function bytesPerEvent(kind: StreamKind): number {
  return new TextEncoder().encode(kind.body(longEvents)).length / longEvents;
}

async function decodeRecordings(file: string, turns: number, report: Report): Promise<void> {
  const [ours, parse] = await Promise.all([
    startDecoder(file, { work: 'decode', subject: 'recordings' }),
    startDecoder(file, { work: 'parse', subject: 'recordings' }),
  ]);
  const first = 1 / (await ours.time(megabytes * 1e6));
  // What a stream does once runs 30 times in 100 MB: too rarely to be compiled by then.
  await ours.time(megabytes * 1e6);
  await parse.time((megabytes * 1e6) / 5);
  const units = (megabytes * 1e6) / turns;
  const times = await timesInTurns({ parse: { decoder: parse, units }, ours: { decoder: ours, units } }, turns);
  ours.stop();
  parse.stop();
  const speed = 1 / median(times.ours);
  report.add({
    measured: `decode ${sseRecordings().length} recorded SSE streams of eight formats; baseline: JSON.parse alone`,
    baseline: `${formatNumber(1 / median(times.parse), 0)} MB/s`,
    wirelens: `${formatNumber(speed, 0)} MB/s`,
    ratio: 1 / medianRatio(times.ours, times.parse),
    goal: '>= 60 MB/s',
    isMet: speed >= 60,
  });
  report.add({
    measured: `decode them, the first ${megabytes} MB of a process, compiling included`,
    baseline: '',
    wirelens: `${formatNumber(first, 0)} MB/s`,
    ratio: null,
    goal: '',
    isMet: null,
  });
}
