/** Processes that decode, from a bundle like the product's: tsx names every closure as it is made, which costs a third of the speed. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import electronConfig from '../../vite.electron.config.ts';
import type { DecodeTask } from '../decode.ts';
import { median } from './statistics.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles the decoding process as the product's programs are; gives its file. */
export async function buildDecoder(): Promise<string> {
  const rolldownOptions = {
    ...electronConfig.build?.rolldownOptions,
    input: { 'decode-process': `${root}bench/decode-process.ts` },
  };
  await build({
    ...electronConfig,
    root,
    configFile: false,
    logLevel: 'error',
    build: { ...electronConfig.build, outDir: 'dist/bench', rolldownOptions },
  });
  return `${root}dist/bench/decode-process.js`;
}

export type Decoder = {
  /** Microseconds of processor time per unit. */
  readonly time: (units: number) => Promise<number>;
  readonly stop: () => void;
};

/** A process of its own for this work. */
export async function startDecoder(file: string, work: Omit<DecodeTask, 'units'>): Promise<Decoder> {
  const child = fork(file, { cwd: root });
  const time = (units: number): Promise<number> => answerOf(child, { ...work, units });
  await time(0);
  return { time, stop: () => void child.kill() };
}

function answerOf(child: ChildProcess, task: DecodeTask): Promise<number> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`decoding left with ${code}`));
    child.once('exit', onExit);
    child.once('message', (time: number) => {
      child.off('exit', onExit);
      resolve(time);
    });
    child.send(task);
  });
}

/** Each one's times over so many rounds, in turns, the other way round every second time. */
export async function timesInTurns<Name extends string>(
  turns: Readonly<Record<Name, { readonly decoder: Decoder; readonly units: number }>>,
  rounds: number,
): Promise<Readonly<Record<Name, readonly number[]>>> {
  const names = Object.keys(turns) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { decoder, units } = turns[name];
      times[name].push(await decoder.time(units));
    }
  }
  return times;
}

/** The median of what one takes of the other, round by round: two turns next to each other see the same machine. */
export function medianRatio(ones: readonly number[], others: readonly number[]): number {
  return median(ones.map((one, round) => one / (others[round] ?? Number.NaN)));
}
