/** Capture as the composition roots hold it: owns the capture worker, gives the proxy its sink, passes the worker's news on. */
import { MessageChannel, Worker } from 'node:worker_threads';
import { fail } from '../../shared/lib/result.ts';
import type { RecordedCapture } from '../../shared/model/capture-summary.ts';
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { keepEverything } from '../../shared/model/retention.ts';
import type { WatchScope } from '../ipc/watchers.ts';
import { recordedAfter } from '../storage/recorded-capture.ts';
import { createCallClient } from '../storage/worker-calls.ts';
import { buffersOf } from './batch-space.ts';
import type { Capture, CaptureOptions } from './capture-api.ts';
import { createCaptureClient } from './capture-client.ts';
import type { CaptureCalls, CaptureWorkerData, FromCaptureWorker, ToCaptureWorker } from './capture-messages.ts';
import { createNewClients } from './clients/new-clients.ts';
import { quietCollector } from './quiet-collector.ts';

/** A client whose upstream died waits this long for what had been said; the proxy's own limit (safe-sink.ts) is a little more. */
const streamSoFarMs = 800;
const factsMs = 250;
/** Of the worker: by itself it takes 48 for a fast stream, and gains nothing by it. */
const maxYoungGenerationSizeMb = 12;
/** A worker that keeps dying is left dead: traffic flows on without capture. */
const maxRestarts = 3;

/** Starts the capture worker. Never throws for trouble with the store: that comes by `onNotice`, and traffic flows on. */
export function createCapture(options: CaptureOptions): Capture {
  quietCollector();
  let isEnabled = true;
  const watchers = new Map<number, WatchScope>();
  /** Begun and not ended; turns of sockets are part of their connection. */
  const running = new Set<ExchangeId>();
  let isDisposed = false;
  let restarts = 0;
  let worker: Worker | null = null;
  let factsTimer: NodeJS.Timeout | null = null;
  let lastFacts = '';
  // A new worker is told again.
  let retention = keepEverything;
  let recorded: RecordedCapture | null = null;

  const post = (message: ToCaptureWorker, transfer: ArrayBuffer[] = []): void => {
    worker?.postMessage(message, transfer);
  };
  const client = createCaptureClient((batch) => {
    if (worker === null) client.acknowledge(batch.weight);
    else post({ kind: 'batch', batch }, [...buffersOf(batch), ...batch.spent.flatMap(buffersOf)]);
  });
  const newClients = createNewClients();
  const calls = createCallClient<CaptureCalls>(() => worker);
  /** Everything gathered goes first, so that an answer knows all that happened before the question. */
  const ask: typeof calls.call = (name, argument) => {
    client.flush();
    return calls.call(name, argument);
  };

  const sendFacts = (): void => {
    const facts = {
      isCapturing: isEnabled,
      openSockets: options.openSockets?.() ?? 0,
      droppedChunks: client.droppedChunks(),
    };
    const text = JSON.stringify(facts);
    if (text === lastFacts) return;
    lastFacts = text;
    post({ kind: 'facts', facts });
  };
  const receive = (message: FromCaptureWorker): void => {
    switch (message.kind) {
      case 'taken':
        client.acknowledge(message.weight);
        for (const space of message.spaces) client.giveBack(space);
        break;
      case 'json':
        if (watchers.has(message.watcher)) options.onBatch?.(message.json, message.watcher);
        break;
      case 'ends':
        options.onExchangesEnd?.(message.summaries);
        break;
      case 'notice':
        options.onNotice(message.title, message.text);
        break;
      case 'reply':
        calls.receive(message);
        break;
    }
  };
  const start = (): Worker => {
    const batches = options.onBatchPort === undefined ? null : new MessageChannel();
    const workerData: CaptureWorkerData = {
      dataFolder: options.dataFolder,
      tellsEnds: options.onExchangesEnd !== undefined,
      ...(batches === null ? {} : { batchPort: batches.port1 }),
    };
    const started = new Worker(options.workerFile, {
      workerData,
      transferList: batches === null ? [] : [batches.port1],
      resourceLimits: { maxYoungGenerationSizeMb },
    });
    if (batches !== null) options.onBatchPort?.(batches.port2);
    started.on('message', receive);
    started.on('error', (error) => {
      options.onNotice('Capture failed', `The capture worker stopped: ${error.message}. Traffic flows on.`);
    });
    started.on('exit', () => {
      if (worker !== started) return;
      worker = null;
      client.reset();
      running.clear();
      options.onRunning?.(0);
      calls.abandon('the capture worker has ended');
      restarts += 1;
      if (isDisposed || restarts > maxRestarts) return;
      worker = start();
      lastFacts = '';
      sendFacts();
      for (const [watcher, scope] of watchers) post({ kind: 'watch', watcher, scope });
      ask('setRetention', retention).catch(() => {});
      ask('record', recorded?.name ?? null).catch(() => {});
    });
    return started;
  };
  worker = start();
  sendFacts();

  return {
    sink: {
      ...client.sink,
      exchangeStart: (start, connection) => {
        const socket = newClients(start.client, connection);
        if (socket !== null) post({ kind: 'client', socket });
        running.add(start.id);
        options.onRunning?.(running.size);
        client.sink.exchangeStart(start);
      },
      exchangeEnd: (id, facts) => {
        if (running.delete(id)) options.onRunning?.(running.size);
        client.sink.exchangeEnd(id, facts);
      },
      isEnabled: () => isEnabled && worker !== null,
      streamSoFar: (id) => withTimeout(ask('streamSoFar', id), streamSoFarMs),
    },
    setEnabled: (next) => {
      isEnabled = next;
      sendFacts();
    },
    watch: (watcher, scope) => {
      if (scope === null) watchers.delete(watcher);
      else watchers.set(watcher, scope);
      post({ kind: 'watch', watcher, scope });
      const isWatched = watchers.size > 0;
      client.setHurried(isWatched);
      if (factsTimer !== null) clearInterval(factsTimer);
      factsTimer = isWatched ? setInterval(sendFacts, factsMs) : null;
    },
    shown: (watcher, count) => post({ kind: 'shown', watcher, count }),
    status: () => {
      sendFacts();
      return ask('status', null);
    },
    open: (id, watcher) => ask('open', { id, watcher }).catch(() => fail('not-live', 'Capture is not running.')),
    close: (id, watcher) => post({ kind: 'close', id, watcher }),
    events: (id, from, limit) => ask('events', { id, from, limit }).catch(() => null),
    flush: async () => {
      await ask('flush', null).catch(() => null);
    },
    importFile: (file, salt) => ask('importFile', { file, salt }),
    marks: () => ask('marks', null).catch(() => []),
    setMarks: (ids, change) => ask('setMarks', { ids, change }),
    clear: (ids) => ask('clear', ids),
    undoClear: (token) => ask('undoClear', token),
    setRetention: (rules) => {
      retention = rules;
      ask('setRetention', rules).catch(() => {});
    },
    prune: (rules) => ask('prune', rules),
    compact: () => ask('compact', null),
    record: async (name) => {
      const since = recorded?.name === name ? recorded.since : Date.now();
      const problem = await ask('record', name);
      if (problem === null) recorded = name === null ? null : { name, since };
      return problem;
    },
    recorded: () => recorded,
    changeCapture: async (change) => {
      const problem = await ask('changeCapture', change);
      const next = problem === null ? recordedAfter(recorded, change) : recorded;
      if (next !== recorded) await ask('record', next?.name ?? null);
      recorded = next;
      return problem;
    },
    searchLive: (texts) => ask('searchLive', texts).catch(() => []),
    dispose: async () => {
      if (isDisposed) return;
      if (factsTimer !== null) clearInterval(factsTimer);
      await ask('dispose', null).catch(() => null);
      isDisposed = true;
      await worker?.terminate();
    },
  };
}

async function withTimeout<Value>(answer: Promise<Value>, timeoutMs: number): Promise<Value | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), timeoutMs);
  });
  try {
    return await Promise.race([answer.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
