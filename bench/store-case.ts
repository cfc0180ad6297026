/**
 * `npm run bench -- store [--exchanges N] [--store folder]`: a store of N exchanges of agents that send their history
 * again with every turn, made through the real writer, index and packer; then what it takes to open, list, filter, search
 * and read it. With a folder the store is made there and kept: whoever comes again only measures.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openForWriting, storeFile } from '../electron/storage/database.ts';
import { createStoreQuestions } from '../electron/storage/store-questions.ts';
import type { Stage } from './cases.ts';
import { formatNumber, median } from './support/statistics.ts';
import { type FilledStore, fillStore } from './support/store-filler.ts';

type Report = Stage['report'];

/** Milliseconds of `work`, the median of five times. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const before = performance.now();
    await work();
    samples.push(performance.now() - before);
  }
  return median(samples);
}

/** What is known of a store that was kept, beside it. */
type Filled = FilledStore & { readonly exchanges: number };

/** Measures over the store in `kept`, which is made if there is none; without it over one that is removed afterwards. */
export async function measureStore(
  exchanges: number,
  kept: string | undefined,
  report: Report,
  print: (line: string) => void,
): Promise<void> {
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'wirelens-bench-store-'));
  try {
    const filled = keptStore(folder) ?? (await makeStore(folder, exchanges, print));
    addSizes(folder, filled, report);
    await addTimes(folder, filled.exchanges, report);
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

const factsFile = (folder: string): string => join(folder, 'bench-store.json');

/** Null: none was made here yet, or not to its end. Throws where the store is somebody's own. */
function keptStore(folder: string): Filled | null {
  if (existsSync(factsFile(folder))) {
    const facts = JSON.parse(readFileSync(factsFile(folder), 'utf8')) as Filled | { readonly exchanges: number };
    return 'sentBytes' in facts ? facts : null;
  }
  if (existsSync(storeFile(folder))) throw new Error(`the store in ${folder} is not one of the bench`);
  return null;
}

async function makeStore(folder: string, exchanges: number, print: (line: string) => void): Promise<Filled> {
  mkdirSync(folder, { recursive: true });
  const before = performance.now();
  writeFileSync(factsFile(folder), JSON.stringify({ exchanges }));
  const filled = { exchanges, ...(await fillStore(folder, exchanges, print)) };
  print(`made ${exchanges} exchanges in ${formatNumber((performance.now() - before) / 1000, 0)} s`);
  writeFileSync(factsFile(folder), `${JSON.stringify(filled)}\n`);
  return filled;
}

function addSizes(folder: string, { exchanges, sentBytes, uniqueBytes }: Filled, report: Report): void {
  const stored = statSync(storeFile(folder)).size;
  report.add({
    measured: `store of ${exchanges} exchanges: bytes on disk, index and rows included, to their unique bytes`,
    baseline: `${formatNumber(sentBytes / 1e6, 0)} MB sent`,
    wirelens: `${formatNumber(stored / 1e6, 0)} MB`,
    ratio: stored / uniqueBytes,
    goal: '<= 3',
    isMet: stored / uniqueBytes <= 3,
  });
}

async function addTimes(folder: string, exchanges: number, report: Report): Promise<void> {
  const add = (measured: string, ms: number, goalMs: number): void =>
    report.add({
      measured: `store of ${exchanges} exchanges: ${measured}`,
      baseline: '',
      wirelens: `${formatNumber(ms)} ms`,
      ratio: null,
      goal: `<= ${goalMs} ms`,
      isMet: ms <= goalMs,
    });
  add('open for writing', await timed(async () => openForWriting(folder, Date.now()).database.close()), 500);
  const memory = process.memoryUsage().rss;
  const questions = createStoreQuestions(folder);
  try {
    add('the newest 500 rows', await timed(() => questions.list(null, 500)), 100);
    add('the newest 500 of a model', await timed(() => questions.list(null, 500, 'model:model-3')), 100);
    add('500 rows by a rare condition', await timed(() => questions.list(null, 500, 'status:>=500')), 1000);
    add('search for a word', await timed(() => questions.search(['needle'], 500)), 100);
    const [newest] = await questions.list(null, 1);
    if (newest !== undefined) {
      add('open an exchange', await timed(() => questions.request(newest.id)), 100);
      add('its conversation', await timed(() => questions.conversation(newest.id)), 500);
    }
    const grown = (process.memoryUsage().rss - memory) / 1e6;
    report.add({
      measured: `store of ${exchanges} exchanges: memory grown by all these questions`,
      ...{
        baseline: '',
        wirelens: `${formatNumber(grown, 0)} MB`,
        ratio: null,
        goal: '<= 150 MB',
        isMet: grown <= 150,
      },
    });
  } finally {
    questions.dispose();
  }
}
