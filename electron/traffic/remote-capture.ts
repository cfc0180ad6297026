/** Capture, controlled from another thread than the one that it lives on: orders and questions go there, batches come straight from its worker. */
import type { MessagePort } from 'node:worker_threads';
import { fail } from '../../shared/lib/result.ts';
import type { RecordedCapture } from '../../shared/model/capture-summary.ts';
import type { CaptureControl } from '../capture/capture-api.ts';
import type { BatchMessage, ShownMessage } from '../capture/capture-messages.ts';
import type { CallClient } from '../storage/worker-calls.ts';
import type { CaptureOrder, CaptureQuestion, ToTraffic, TrafficCalls } from './traffic-messages.ts';

export type RemoteCapture = {
  readonly control: CaptureControl;
  /** Batches come by this one from now on. */
  readonly takePort: (port: MessagePort) => void;
};

/** `post` never throws and reaches nobody when the thread is gone; `call` rejects then. */
export function createRemoteCapture(
  post: (message: ToTraffic) => void,
  call: CallClient<TrafficCalls>['call'],
  onBatch: (json: string, watcher: number) => void,
): RemoteCapture {
  const watchers = new Set<number>();
  let port: MessagePort | null = null;
  let recorded: RecordedCapture | null = null;
  const order =
    <Name extends CaptureOrder>(name: Name) =>
    (...words: Parameters<CaptureControl[Name]>): void =>
      post({ kind: 'capture', name, words });
  const ask =
    <Name extends CaptureQuestion>(name: Name) =>
    (...words: Parameters<CaptureControl[Name]>) =>
      call('capture', { name, words }) as ReturnType<CaptureControl[Name]>;
  const thenRecorded = async (problem: Promise<string | null>): Promise<string | null> => {
    const answer = await problem;
    recorded = await call('recorded', null);
    return answer;
  };
  const watch = order('watch');
  return {
    takePort: (next) => {
      port?.close();
      port = next;
      next.on('message', ({ json, watcher }: BatchMessage) => {
        if (watchers.has(watcher)) onBatch(json, watcher);
      });
    },
    control: {
      setEnabled: order('setEnabled'),
      watch: (watcher, scope) => {
        if (scope === null) watchers.delete(watcher);
        else watchers.add(watcher);
        watch(watcher, scope);
      },
      shown: (watcher, count) => port?.postMessage({ kind: 'shown', watcher, count } satisfies ShownMessage),
      close: order('close'),
      setRetention: order('setRetention'),
      status: ask('status'),
      open: (id, watcher) => ask('open')(id, watcher).catch(() => fail('not-live', 'Capture is not running.')),
      events: (id, from, limit) => ask('events')(id, from, limit).catch(() => null),
      flush: () => ask('flush')().catch(() => undefined),
      importFile: ask('importFile'),
      marks: () => ask('marks')().catch(() => []),
      setMarks: ask('setMarks'),
      clear: ask('clear'),
      undoClear: ask('undoClear'),
      prune: ask('prune'),
      compact: ask('compact'),
      record: (name) => thenRecorded(ask('record')(name)),
      recorded: () => recorded,
      changeCapture: (change) => thenRecorded(ask('changeCapture')(change)),
      searchLive: (texts) => ask('searchLive')(texts).catch(() => []),
      dispose: () => ask('dispose')().catch(() => undefined),
    },
  };
}
