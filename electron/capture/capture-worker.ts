/** Entry of the capture worker: posts in, posts out. Everything it does is in capture-session.ts. */
import { getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { answerCall } from '../storage/worker-calls.ts';
import type { CaptureWorkerData, ShownMessage, ToCaptureWorker } from './capture-messages.ts';
import { createCaptureSession } from './capture-session.ts';
import { createCheckpoints } from './checkpoints.ts';
import { createClientFinder } from './clients/client-finder.ts';
import { systemProcesses } from './clients/system-processes.ts';

const port = parentPort;
if (port === null) throw new Error('capture-worker.ts runs as a worker only');

// Where cores are scarce, forwarding comes first: a little behind the thread that started this one, whatever that one has.
// (As root, Electron's runs at -8: at an absolute 2 this one would starve.) On Linux 0 names this thread alone.
const forwardingFirst = 2;
if (process.platform === 'linux') {
  try {
    setPriority(0, Math.min(19, getPriority(0) + forwardingFirst));
  } catch {
    // Not allowed here: both run as equals.
  }
}
const { dataFolder, tellsEnds, batchPort } = workerData as CaptureWorkerData;
const system = systemProcesses(process.platform);
const clients = system === null ? null : createClientFinder(system, process.pid);
const session = createCaptureSession(
  dataFolder,
  (message, transfer = []) => (message.kind === 'json' ? (batchPort ?? port) : port).postMessage(message, transfer),
  clients,
  createCheckpoints(new URL('./checkpoint-thread.js', import.meta.url), dataFolder),
  tellsEnds,
);

batchPort?.on('message', ({ watcher, count }: ShownMessage) => session.shown(watcher, count));
port.on('message', (message: ToCaptureWorker) => {
  switch (message.kind) {
    case 'batch':
      session.takeBatch(message.batch);
      break;
    case 'client':
      clients?.prepare(message.socket);
      break;
    case 'facts':
      session.setFacts(message.facts);
      break;
    case 'close':
      session.close(message.id, message.watcher);
      break;
    case 'shown':
      session.shown(message.watcher, message.count);
      break;
    case 'watch':
      session.watch(message.watcher, message.scope);
      break;
    case 'call':
      answerCall(port, session.calls, message);
      break;
  }
});
