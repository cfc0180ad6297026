/**
 * Tells which process is at the other end of a loopback connection. Runs in the capture worker, so traffic never waits
 * for it; asked in bunches, remembered for a moment, and bounded: beyond `maxPending` questions the answer is "unknown".
 */

import type { ClientProcess } from '../../../shared/model/exchange.ts';
import { agentOf } from '../../../shared/reconstruct/agent-process.ts';
import { readableCommand } from '../../../shared/reconstruct/command-line.ts';
import { type ClientSocket, type ProcessFacts, type SystemProcesses, socketKey } from './system-processes.ts';

export type ClientFinder = {
  /** A new connection: forgets who had its port before and begins to look; the answer is for a later `find`. */
  readonly prepare: (socket: ClientSocket) => void;
  /** Calls back exactly once, perhaps at once. Null: unknown, or ourselves. */
  readonly find: (socket: ClientSocket, onFound: (process: ClientProcess | null) => void) => void;
  /** Answers whoever waits with null. */
  readonly dispose: () => void;
};

/** How long a process stays what it is, and an unknown client unknown. */
const rememberMs = 2000;
const maxRemembered = 512;
const maxPending = 256;
/** Between two bunches: a storm of new connections costs no more than this share of the worker. */
const pauseMs = 5;

type Question = { readonly socket: ClientSocket; readonly waiting: ((process: ClientProcess | null) => void)[] };
type Answer = { readonly process: ClientProcess | null; readonly until: number };

/** @param own our own pid, whose requests are no client's */
export function createClientFinder(system: SystemProcesses, own: number): ClientFinder {
  const answers = new Map<string, Answer>();
  const described = new Map<number, Answer>();
  let questions = new Map<string, Question>();
  let underWay = new Map<string, Question>();
  let timer: NodeJS.Timeout | null = null;
  let endedAt = Number.NEGATIVE_INFINITY;
  let isDisposed = false;

  const ask = (socket: ClientSocket, onFound: ((process: ClientProcess | null) => void) | null): void => {
    const key = socketKey(socket);
    const known = answers.get(key);
    if (known !== undefined && known.until > performance.now()) onFound?.(known.process);
    else {
      const question = underWay.get(key) ?? questions.get(key);
      if (question !== undefined) {
        if (onFound !== null) question.waiting.push(onFound);
      } else if (isDisposed || questions.size >= maxPending) onFound?.(null);
      else {
        questions.set(key, { socket, waiting: onFound === null ? [] : [onFound] });
        // At once where it has been quiet: a program such as curl may be gone in a few ms.
        if (timer !== null || underWay.size > 0) return;
        if (performance.now() - endedAt > pauseMs) void run();
        else timer = setTimeout(() => void run(), pauseMs);
      }
    }
  };
  const run = async (): Promise<void> => {
    timer = null;
    underWay = questions;
    questions = new Map();
    const owners = await system.owners([...underWay.values()].map(({ socket }) => socket));
    for (const key of underWay.keys()) await settle(key, owners.get(key) ?? null);
    underWay = new Map();
    endedAt = performance.now();
    if (questions.size > 0 && !isDisposed) timer = setTimeout(() => void run(), pauseMs);
  };
  const settle = async (key: string, pid: number | null): Promise<void> => {
    const process = pid === null || pid === own ? null : await describe(pid);
    const question = underWay.get(key);
    // For as long as the connection lives: the next one with its port is announced.
    remember(answers, key, process, process === null ? performance.now() + rememberMs : Number.POSITIVE_INFINITY);
    for (const onFound of question?.waiting ?? []) onFound(process);
    question?.waiting.splice(0);
  };
  const describe = async (pid: number): Promise<ClientProcess | null> => {
    const known = described.get(pid);
    if (known !== undefined && known.until > performance.now()) return known.process;
    const process = clientProcess(await system.lineage(pid));
    remember(described, pid, process, performance.now() + rememberMs);
    return process;
  };

  return {
    prepare: (socket) => {
      answers.delete(socketKey(socket));
      ask(socket, null);
    },
    find: ask,
    dispose: () => {
      isDisposed = true;
      if (timer !== null) clearTimeout(timer);
      for (const { waiting } of [...underWay.values(), ...questions.values()]) {
        for (const onFound of waiting.splice(0)) onFound(null);
      }
    },
  };
}

function remember<Key>(answers: Map<Key, Answer>, key: Key, process: ClientProcess | null, until: number): void {
  answers.delete(key);
  if (answers.size >= maxRemembered) answers.delete(answers.keys().next().value as Key);
  answers.set(key, { process, until });
}

/** What is stored of a process and its ancestors. */
export function clientProcess(lineage: readonly ProcessFacts[]): ClientProcess | null {
  const [self, ...ancestors] = lineage;
  if (self === undefined) return null;
  const { name, program, command } = readableCommand(self.words);
  const ownAgent = agentOf({ name, program });
  const parents = ancestors.map(({ words }) => agentOf(readableCommand(words)));
  const agent = ownAgent ?? parents.find((parent) => parent !== null) ?? null;
  return { pid: self.pid, parentPid: self.parentPid, name, program: ownAgent ?? program, command, agent };
}
