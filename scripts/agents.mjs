/**
 * `npm run e2e:agents [-- ids] [-- --write]`: installs real agents into the user's cache folder and runs them through
 * Wirelens against a mock. On demand: it downloads hundreds of megabytes, once.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.mjs';
import { runVitest } from './check.mjs';
import { prepare } from './prepare.mjs';
import { root, run, say } from './run-command.mjs';

const packages = [
  '@openai/codex',
  '@anthropic-ai/claude-code',
  'opencode-ai',
  '@google/gemini-cli',
  '@mariozechner/pi-coding-agent',
];
/** Their binaries are put in place by a script of theirs, which npm may be set not to run. */
const installScripts = { '@anthropic-ai/claude-code': 'install.cjs', 'opencode-ai': 'postinstall.mjs' };

const words = process.argv.slice(2);
const only = words.filter((word) => !word.startsWith('--'));
const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
const folder = path.join(cache, 'wirelens', 'agents');
const seenFile = path.join(tmpdir(), `wirelens-agents-${process.pid}.json`);

await prepare();
await installAgents();
await build({ only: ['node'] });
process.env.WIRELENS_AGENTS = folder;
process.env.WIRELENS_AGENTS_ONLY = only.join(',');
process.env.WIRELENS_AGENTS_SEEN = seenFile;
const tests = await runVitest(['run', '--config', 'vitest.agents.config.ts'], {});
if (existsSync(seenFile)) report(JSON.parse(readFileSync(seenFile, 'utf8')));
console.log(`${tests.passed} passed, ${tests.failed} failed`);
process.exitCode = tests.status === 0 ? 0 : 1;

async function installAgents() {
  mkdirSync(folder, { recursive: true });
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true }\n');
  const missing = packages.filter((name) => !existsSync(path.join(folder, 'node_modules', name, 'package.json')));
  if (missing.length === 0) return;
  say(`installing ${missing.join(', ')} into ${folder} ...`);
  const status = await run('npm', ['install', '--no-audit', '--no-fund', ...missing], { cwd: folder });
  if (status !== 0) say('npm could not install all of them; what is not there is left out.');
  for (const [name, script] of Object.entries(installScripts)) {
    const cwd = path.join(folder, 'node_modules', name);
    if (missing.includes(name) && existsSync(path.join(cwd, script))) await run(process.execPath, [script], { cwd });
  }
}

/** Prints what was seen, and with --write puts it between the marks of docs/CLIENTS.md. */
function report(seen) {
  const rows = seen.map(
    ({ title, version, mode, format, isAnswered, end, exchanges, note }) =>
      `| ${title} | ${version} | ${mode} | ${format} | ${isAnswered && end !== null ? 'captured' : '**not captured**'}${end === null || end === 'complete' ? '' : `, ${end}`} | ${exchanges} | ${note} |`,
  );
  const head = [
    '| client | version | mode | format of the answer | result | exchanges | what to know |',
    '|---|---|---|---|---|---|---|',
  ];
  const table = [...head, ...rows].join('\n');
  console.log(table);
  if (!words.includes('--write') || only.length > 0) return;
  const file = path.join(root, 'docs', 'CLIENTS.md');
  const text = readFileSync(file, 'utf8');
  const marks = /(<!-- seen -->\n)[\s\S]*(<!-- \/seen -->)/;
  writeFileSync(
    file,
    text.replace(marks, (_, start, end) => `${start}${table}\n${end}`),
  );
}
