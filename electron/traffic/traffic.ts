/** The traffic thread as Electron's main thread holds it: what it is told, what it is asked, and what it tells. */
import { Worker } from 'node:worker_threads';
import type { Notice, ProxyStatus } from '../../shared/ipc/contract.ts';
import type { AuthorityFacts } from '../../shared/model/interception.ts';
import type { ProgramMode } from '../../shared/model/program.ts';
import type { CaptureControl, CaptureOptions } from '../capture/capture-api.ts';
import { quietCollector } from '../capture/quiet-collector.ts';
import type { ProgramListener } from '../programs/program-runner.ts';
import type { OwnProgram } from '../proxy/proxy-api.ts';
import { createCallClient } from '../storage/worker-calls.ts';
import { authorityFacts } from './interception-control.ts';
import { notListening } from './proxy-control.ts';
import { createRemoteCapture } from './remote-capture.ts';
import type {
  FromTraffic,
  InterceptionFacts,
  InterceptionState,
  ToTraffic,
  TrafficCalls,
  TrafficFacts,
  TrafficThreadData,
} from './traffic-messages.ts';

export type TrafficOptions = Required<Pick<CaptureOptions, 'onBatch' | 'onExchangesEnd' | 'onRunning'>> & {
  readonly dataFolder: string;
  readonly salt: string;
  /** The built traffic worker. */
  readonly threadFile: URL;
  /** The built capture worker. */
  readonly captureWorkerFile: URL;
  /** As they are now. */
  readonly facts: () => TrafficFacts;
  readonly onStatus: (status: ProxyStatus) => void;
  /** The authority was made, re-issued or removed. */
  readonly onAuthority: (facts: AuthorityFacts | null) => void;
  readonly onNotice: (tone: Notice['tone'], title: string, text: string) => void;
};

/** Interception, as far as the main thread has to do with it. */
export type RemoteInterception = {
  /** On the app's own port; null while interception is off. */
  readonly current: () => InterceptionFacts | null;
  /** Goes by the settings as they are now. Rejects when the data folder cannot be written. */
  readonly follow: () => Promise<void>;
  /** Makes the authority where there is none. Rejects when the data folder cannot be written. */
  readonly openForPrograms: () => Promise<InterceptionFacts>;
  /** Null: there is none, or it is damaged. */
  readonly authority: () => AuthorityFacts | null;
  readonly renew: () => Promise<AuthorityFacts | null>;
  readonly remove: () => Promise<void>;
};

export type RemoteProxy = {
  readonly status: () => ProxyStatus;
  /** Listens on `port` (0: any), or on the next free one. Same port and host again: nothing happens. */
  readonly listen: (port: number, host: string) => Promise<ProxyStatus>;
  /** Stops listening and ends what is in flight. */
  readonly close: () => Promise<void>;
};

export type Traffic = {
  readonly capture: CaptureControl;
  readonly proxy: RemoteProxy;
  readonly interception: RemoteInterception;
  /** A proxy on a free loopback port for one program. Rejects with the reason in words. */
  readonly listenForProgram: (program: OwnProgram, mode: ProgramMode) => Promise<ProgramListener>;
  /** The facts may have changed. */
  readonly refresh: () => void;
  /** Resolves when the next request goes by the facts as they are now; null: it does already. Never rejects. */
  readonly settled: () => Promise<void> | null;
  /** Ends the thread. Capture and proxy are closed before, each in its turn. */
  readonly dispose: () => Promise<void>;
};

/** Starts the thread. It listens when it is told to. */
export function startTraffic(options: TrafficOptions): Traffic {
  quietCollector();
  const { dataFolder, salt, captureWorkerFile } = options;
  const facts = options.facts();
  let toldText = JSON.stringify(facts);
  let status = notListening;
  let intercepted: InterceptionState = { own: null, programs: null };
  let pending: Promise<void> | null = null;
  let nextListener = 1;
  let isDisposed = false;
  let reason = 'its thread ended';
  const workerData: TrafficThreadData = { dataFolder, salt, captureWorkerFile: captureWorkerFile.href, facts };
  let thread: Worker | null = new Worker(options.threadFile, { workerData });
  const calls = createCallClient<TrafficCalls>(() => thread);
  const { call } = calls;
  const post = (message: ToTraffic): void => thread?.postMessage(message);
  const capture = createRemoteCapture(post, call, options.onBatch);

  const receive = (message: FromTraffic): void => {
    switch (message.kind) {
      case 'batches':
        capture.takePort(message.port);
        break;
      case 'status':
        status = message.status;
        options.onStatus(status);
        break;
      case 'running':
        options.onRunning(message.count);
        break;
      case 'ends':
        options.onExchangesEnd(message.summaries);
        break;
      case 'notice':
        options.onNotice(message.tone, message.title, message.text);
        break;
      case 'authority':
        options.onAuthority(message.facts);
        break;
      case 'reply':
        calls.receive(message);
        break;
    }
  };
  thread.on('message', receive);
  thread.on('error', (error) => {
    reason = error.message;
  });
  thread.on('exit', () => {
    thread = null;
    calls.abandon('the traffic thread has ended');
    if (isDisposed) return;
    const problem = `The proxy has stopped: ${reason}. Start Wirelens again; what was captured is kept.`;
    status = { ...notListening, problem };
    options.onStatus(status);
    options.onNotice('danger', 'The proxy has stopped', problem);
  });

  const refresh = (): void => {
    const next = options.facts();
    const text = JSON.stringify(next);
    if (text === toldText) return;
    toldText = text;
    const sent = call('facts', next).then(
      () => {},
      () => {},
    );
    pending = sent;
    void sent.then(() => {
      if (pending === sent) pending = null;
    });
  };
  const intercept = async (what: TrafficCalls['intercept']['argument']): Promise<void> => {
    intercepted = await call('intercept', what);
  };
  const authority = (): AuthorityFacts | null => authorityFacts(dataFolder);
  return {
    capture: capture.control,
    proxy: {
      status: () => status,
      listen: (port, host) => call('listen', { port, host }),
      close: () => call('closeProxy', null).then(nothing, nothing),
    },
    interception: {
      current: () => intercepted.own,
      follow: () => intercept('follow'),
      openForPrograms: async () => {
        await intercept('openForPrograms');
        if (intercepted.programs === null) throw new Error('the authority was removed meanwhile');
        return intercepted.programs;
      },
      authority,
      renew: async () => {
        await intercept('renew');
        return authority();
      },
      remove: () => intercept('remove'),
    },
    listenForProgram: async (program, mode) => {
      const listener = nextListener;
      nextListener += 1;
      const listening = await call('listenForProgram', { listener, program, mode });
      return {
        listening,
        identify: (known) => post({ kind: 'program', listener, program: known }),
        close: () => call('closeForProgram', listener).then(nothing, nothing),
      };
    },
    refresh,
    settled: () => pending,
    dispose: async () => {
      isDisposed = true;
      await thread?.terminate();
    },
  };
}

function nothing(): void {}
