/** Programs that the window starts, so that their traffic is seen without setting anything up. */

/** How a program is led to us: as its proxy, or by the base URLs that SDKs read from the environment. */
export type ProgramMode = 'proxy' | 'base-url';

/**
 * `running`; `ended`: see `exitStatus`; `failed`: it could not be started; `detached`: a terminal that lives on by itself, so
 * that nobody tells when it ends.
 */
export type ProgramState = 'running' | 'ended' | 'failed' | 'detached';

/** One program, or one terminal with all that is started in it. Its exchanges bear its id (`ClientInfo.run`). */
export type StartedProgram = {
  readonly id: string;
  readonly kind: 'command' | 'terminal';
  /** Short, as the list shows it: the command's first word, or the terminal's name. */
  readonly name: string;
  /** As typed; the terminal's program for a terminal. */
  readonly command: string;
  readonly folder: string;
  readonly mode: ProgramMode;
  readonly state: ProgramState;
  readonly pid: number | null;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** 128 + n for signal n, as shells say it; null while unknown. */
  readonly exitStatus: number | null;
  /** Why it could not be started, or what is amiss, as a sentence; else null. */
  readonly problem: string | null;
};

/** What a program has written, stdout and stderr in order of arrival: plain text, without commands to a terminal. */
export type ProgramOutput = {
  readonly id: string;
  readonly text: string;
  /** Characters since its start, up to the end of `text`. */
  readonly total: number;
};

/** Characters of output that are kept per program; older ones are let go. */
export const keptOutput = 200_000;

/** A variable of the environment that leads programs to us. */
export type EnvironmentVariable = { readonly name: string; readonly value: string };
