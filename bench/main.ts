/**
 * `npm run bench [-- case…] [--rounds N] [--exchanges N] [--store folder] [--write]`: the figures of DESIGN.md section 6 as ratios to a plain node:http pipe,
 * measured in turns within one run; `--write` puts them into docs/PERFORMANCE.md. Upstream and client are other processes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import {
  ends,
  fullSpeed,
  interception,
  latencyHundred,
  latencyOne,
  latencyTwenty,
  memoryPerExchange,
  type Stage,
  slowReader,
  smallRequests,
  upload,
} from './cases.ts';
import { decodeStreams } from './decode-case.ts';
import { measureStart } from './start-case.ts';
import { measureStore } from './store-case.ts';
import { createBenchCertificate } from './support/certificate.ts';
import { startClient, startNodePipe, startUpstream, startWirelens } from './support/processes.ts';
import { createReport } from './support/report.ts';
import { windowForLong, windowScrolled, windowUnderLoad } from './window-case.ts';

type Case = { readonly run: (stage: Stage) => Promise<void>; readonly way: Stage['way'] };

const plain = (run: Case['run']): Case => ({ run, way: 'plain' });

const cases: Record<string, Case> = {
  'latency-1': plain(latencyOne),
  'latency-20': plain(latencyTwenty),
  'latency-100': plain(latencyHundred),
  'full-speed': plain(fullSpeed),
  requests: plain(smallRequests),
  upload: plain(upload),
  memory: plain(memoryPerExchange),
  'slow-reader': plain(slowReader),
  ends: plain(ends),
  window: plain(windowUnderLoad),
  'window-long': plain(windowForLong),
  'window-scroll': plain(windowScrolled),
  decode: plain(decodeStreams),
  https: { run: latencyTwenty, way: 'https' },
  intercept: { run: interception, way: 'intercepted' },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    exchanges: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '5' },
    store: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Fresh processes per case, so that one case's garbage is not the next one's. */
async function runCase({ run, way }: Case, report: Stage['report']): Promise<void> {
  const certificate = way === 'plain' ? null : await createBenchCertificate();
  const upstream = await startUpstream(way === 'https' ? certificate : null);
  const target = way === 'https' ? `https://localhost:${upstream.port}` : `http://127.0.0.1:${upstream.port}`;
  const options = {
    plain: [],
    https: ['--upstream-ca', certificate?.ca ?? ''],
    intercepted: ['--redirect', `localhost=${target}`],
  }[way];
  const [pipe, wirelens, client] = await Promise.all([
    startNodePipe(target, way === 'intercepted' ? certificate : null),
    startWirelens(target, options),
    startClient(),
  ]);
  try {
    await run({ client, upstream, pipe, wirelens, way, rounds: Number(values.rounds), report });
  } finally {
    await Promise.all([client, wirelens, pipe, upstream].map((one) => one.stop()));
    certificate?.remove();
  }
}

const report = createReport(print);
const unknown = positionals.filter((name) => !(name in cases) && name !== 'store' && name !== 'window-start');
if (unknown.length > 0) {
  process.stderr.write(
    `no case ${unknown.join(', ')}; there are: ${[...Object.keys(cases), 'window-start', 'store'].join(', ')}\n`,
  );
  process.exit(2);
}
for (const [name, run] of Object.entries(cases)) {
  if (positionals.length === 0 || positionals.includes(name)) await runCase(run, report);
}
if (positionals.length === 0 || positionals.includes('window-start')) await measureStart(report, print);
if (positionals.length === 0 || positionals.includes('store')) {
  await measureStore(Number(values.exchanges), values.store, report, print);
}

if (values.write) {
  const file = new URL('../docs/PERFORMANCE.md', import.meta.url);
  const machine = `${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${values.rounds} rounds`;
  const text = readFileSync(file, 'utf8');
  const table = `<!-- bench:start -->\n${new Date().toISOString().slice(0, 10)}, ${machine}.\n\n${report.markdown()}\n<!-- bench:end -->`;
  writeFileSync(file, text.replace(/<!-- bench:start -->[\s\S]*<!-- bench:end -->/, table));
}
