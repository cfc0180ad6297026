/**
 * `npm run check`: format, lint with import fences, types, unit and socket tests. Each step says how long it took, and
 * all of them together. Proofs, which repeat at length what a unit test does briefly or need other programs, and the
 * tests of the whole headless product run in `npm test`; so do the full counts of what repeats itself
 * (tests/support/at-length.ts).
 */

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare } from './prepare.mjs';
import { capture, root, run, say } from './run-command.mjs';

const projects = ['shared', 'electron', 'renderer', 'tests'];

/** Test files that only `npm test` runs. */
const long = ['**/*.proof.test.ts', 'tests/integration/**'];

/** Our tools by file, so that no shell and no npx stands between. */
const tools = {
  biome: 'node_modules/@biomejs/biome/bin/biome',
  tsc: 'node_modules/typescript/bin/tsc',
  vitest: 'node_modules/vitest/vitest.mjs',
};

/**
 * Runs all steps, also after one failed: one run shows everything.
 * @param {{ isWhole?: boolean }} [options] also the proofs and the integration tests
 * @returns {Promise<{ isGood: boolean, passed: number, failed: number }>} counts of tests
 */
export async function check(options = {}) {
  const [isFormatted, areTypesGood] = await Promise.all([
    step('format, lint and import fences', () => tool('biome', ['ci', '--error-on-warnings', ...plainWhenPiped()])),
    step('types', checkTypes),
  ]);
  let tests = { status: 1, passed: 0, failed: 0 };
  await step('unit and socket tests', async () => {
    if (!options.isWhole) process.env.WIRELENS_TESTS = 'quick';
    tests = await runVitest(['run', ...(options.isWhole ? [] : long.map((files) => `--exclude=${files}`))]);
    return tests.status === 0;
  });
  const isGood = isFormatted && areTypesGood && tests.status === 0;
  return { isGood, passed: tests.passed, failed: tests.failed };
}

/**
 * @param {string} title
 * @param {() => Promise<boolean>} work
 */
export async function step(title, work) {
  const startedAt = performance.now();
  say(`${title} ...`);
  const isGood = await work();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  say(`${title}: ${isGood ? 'good' : 'FAILED'} (${seconds} s)`);
  return isGood;
}

/**
 * @param {keyof typeof tools} name
 * @param {readonly string[]} args
 */
async function tool(name, args) {
  return (await run(process.execPath, [path.join(root, tools[name]), ...args])) === 0;
}

/** Biome colours its output on CI machines even when nobody's terminal reads it. */
function plainWhenPiped() {
  return process.stdout.isTTY ? [] : ['--colors=off'];
}

/** Every project's errors, one after the other. What was good the last time is not looked at again while it stays as it was. */
async function checkTypes() {
  const results = [];
  for (const project of projects) {
    const result = await capture(process.execPath, [
      path.join(root, tools.tsc),
      ...['-p', project, '--pretty', 'false'],
      ...['--incremental', '--tsBuildInfoFile', path.join(root, '.cache', 'types', `${project}.tsbuildinfo`)],
    ]);
    if (result.status !== 0) process.stderr.write(`${result.stdout}${result.stderr}`);
    results.push(result.status === 0);
  }
  return results.every(Boolean);
}

/**
 * Runs vitest and counts. The counts come from its JSON report, written beside its own output.
 * @param {readonly string[]} args
 * @param {{ command?: readonly string[] }} [options] a program to run it under, such as xvfb-run
 */
export async function runVitest(args, options = {}) {
  const { mkdtemp, readFile, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const folder = await mkdtemp(path.join(tmpdir(), 'wirelens-tests-'));
  const report = path.join(folder, 'report.json');
  const [command, ...prefix] = [...(options.command ?? []), process.execPath];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const status = await run(command, [...prefix, path.join(root, tools.vitest), ...args, ...reporters]);
  const counts = await readFile(report, 'utf8').then(JSON.parse, () => null);
  await rm(folder, { recursive: true, force: true });
  return {
    status,
    passed: counts?.numPassedTests ?? 0,
    // A suite that could not even be loaded has no failed test of its own, and yet it failed.
    failed: Math.max(counts?.numFailedTests ?? 0, counts?.numFailedTestSuites ? 1 : 0, status === 0 ? 0 : 1),
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await prepare();
  const startedAt = performance.now();
  const { isGood, passed, failed } = await check();
  say(`check: ${((performance.now() - startedAt) / 1000).toFixed(1)} s in all`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = isGood ? 0 : 1;
}
