/** The messages between Electron's main thread and the traffic thread, where the proxy and capture live. */
import type { MessagePort } from 'node:worker_threads';
import type { Notice, ProxyStatus } from '../../shared/ipc/contract.ts';
import type { AuthorityFacts, InterceptionSettings } from '../../shared/model/interception.ts';
import type { ProgramMode } from '../../shared/model/program.ts';
import type { Upstream } from '../../shared/model/upstream.ts';
import type { CaptureControl } from '../capture/capture-api.ts';
import type { Interception, Listening, OwnProgram } from '../proxy/proxy-api.ts';
import type { CallMessage, ReplyMessage } from '../storage/worker-calls.ts';

/** What the thread is started with. */
export type TrafficThreadData = {
  readonly dataFolder: string;
  /** Salt of the secret fingerprints, per installation. */
  readonly salt: string;
  /** URL of the built capture worker. */
  readonly captureWorkerFile: string;
  readonly facts: TrafficFacts;
};

/** What the proxy reads for every request. Holds secrets: it never leaves the process. */
export type TrafficFacts = {
  readonly upstreams: readonly Upstream[];
  /** Raw keys by `keyId`: of endpoints that have one, from the vault or the environment, and stored client keys. */
  readonly keys: Readonly<Record<string, string>>;
  readonly token: string | null;
  /** PEM text, or the path of a file of it; empty: none. */
  readonly companyCa: string;
  readonly interception: InterceptionSettings;
};

/** Of an interception, what can be told to another thread. */
export type InterceptionFacts = Pick<Interception, 'rules' | 'certificateFile'>;

/** What is intercepted now: on the app's own port, and for started programs; null: nothing. */
export type InterceptionState = {
  readonly own: InterceptionFacts | null;
  readonly programs: InterceptionFacts | null;
};

/** What is asked of capture and waited for, by name. */
export type CaptureQuestion = {
  [Name in keyof CaptureControl]: CaptureControl[Name] extends (...words: never[]) => Promise<unknown> ? Name : never;
}[keyof CaptureControl];

/** What capture is told, by name. Batches that were taken are told to the capture worker itself. */
export type CaptureOrder = 'setEnabled' | 'watch' | 'close' | 'setRetention';

export type ToTraffic =
  | { readonly kind: 'capture'; readonly name: CaptureOrder; readonly words: readonly unknown[] }
  /** The program of a listener is known better now. */
  | { readonly kind: 'program'; readonly listener: number; readonly program: OwnProgram }
  | CallMessage;

export type FromTraffic =
  /** Batches come by this port, from the capture worker itself: a new one whenever that starts. */
  | { readonly kind: 'batches'; readonly port: MessagePort }
  | { readonly kind: 'status'; readonly status: ProxyStatus }
  | { readonly kind: 'running'; readonly count: number }
  | { readonly kind: 'ends'; readonly summaries: readonly string[] }
  | { readonly kind: 'notice'; readonly tone: Notice['tone']; readonly title: string; readonly text: string }
  | { readonly kind: 'authority'; readonly facts: AuthorityFacts | null }
  | ReplyMessage;

/** Questions to the traffic thread. */
export type TrafficCalls = {
  /** Answered when the next request goes by them. */
  readonly facts: { readonly argument: TrafficFacts; readonly value: null };
  readonly capture: {
    readonly argument: { readonly name: CaptureQuestion; readonly words: readonly unknown[] };
    readonly value: unknown;
  };
  /** What `Capture.recorded` gives. */
  readonly recorded: { readonly argument: null; readonly value: ReturnType<CaptureControl['recorded']> };
  readonly listen: { readonly argument: { readonly port: number; readonly host: string }; readonly value: ProxyStatus };
  /** Of `InterceptionControl`, by the interception settings told last. */
  readonly intercept: {
    readonly argument: 'follow' | 'openForPrograms' | 'renew' | 'remove';
    readonly value: InterceptionState;
  };
  /** A proxy of its own for a program; fails with the reason in words. The number is the asker's. */
  readonly listenForProgram: {
    readonly argument: { readonly listener: number; readonly program: OwnProgram; readonly mode: ProgramMode };
    readonly value: Listening;
  };
  readonly closeForProgram: { readonly argument: number; readonly value: null };
  /** Stops listening and ends what is in flight. */
  readonly closeProxy: { readonly argument: null; readonly value: null };
};
