/** Questions to a worker and its answers, over `postMessage`: one number per call, errors as text. */
import type { MessagePort, Worker } from 'node:worker_threads';

export type CallMessage = {
  readonly kind: 'call';
  readonly call: number;
  readonly name: string;
  readonly argument: unknown;
};

export type ReplyMessage = {
  readonly kind: 'reply';
  readonly call: number;
  /** A fault of ours, in words; null when `value` is the answer. */
  readonly fault: string | null;
  readonly value: unknown;
};

/** A table of commands: what each takes and gives. */
export type CallTable = Readonly<Record<string, { readonly argument: unknown; readonly value: unknown }>>;

/** What a worker must answer. */
export type CallHandlers<Table extends CallTable> = {
  readonly [Name in keyof Table]: (
    argument: Table[Name]['argument'],
  ) => Table[Name]['value'] | Promise<Table[Name]['value']>;
};

export type CallClient<Table extends CallTable> = {
  /** Rejects when the worker is gone or its handler threw. */
  readonly call: <Name extends keyof Table & string>(
    name: Name,
    argument: Table[Name]['argument'],
  ) => Promise<Table[Name]['value']>;
  readonly receive: (reply: ReplyMessage) => void;
  /** Rejects everything that waits. */
  readonly abandon: (reason: string) => void;
};

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void };

/** The asking side. `worker` is read for every call, since a worker may be replaced. */
export function createCallClient<Table extends CallTable>(worker: () => Worker | null): CallClient<Table> {
  const waiting = new Map<number, Waiting>();
  let nextCall = 1;
  return {
    call: (name, argument) =>
      new Promise((resolve, reject) => {
        const target = worker();
        if (target === null) {
          reject(new Error('the worker has ended'));
          return;
        }
        const call = nextCall;
        nextCall += 1;
        waiting.set(call, { resolve, reject });
        target.postMessage({ kind: 'call', call, name, argument } satisfies CallMessage);
      }),
    receive: ({ call, fault, value }) => {
      const entry = waiting.get(call);
      waiting.delete(call);
      if (fault === null) entry?.resolve(value as never);
      else entry?.reject(new Error(fault));
    },
    abandon: (reason) => {
      for (const { reject } of waiting.values()) reject(new Error(reason));
      waiting.clear();
    },
  };
}

/** The answering side: runs the handler and posts its reply. */
export async function answerCall<Table extends CallTable>(
  port: Pick<MessagePort, 'postMessage'>,
  handlers: CallHandlers<Table>,
  { call, name, argument }: CallMessage,
): Promise<void> {
  try {
    const value = await (handlers[name] as (argument: unknown) => unknown)(argument);
    port.postMessage({ kind: 'reply', call, fault: null, value } satisfies ReplyMessage);
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    port.postMessage({ kind: 'reply', call, fault, value: null } satisfies ReplyMessage);
  }
}
