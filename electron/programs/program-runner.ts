/**
 * Programs and terminals that the window starts. Each gets a proxy of its own on a free loopback port, so that whatever
 * calls there is known to be it: no credentials, no path and no header has to say so, and children count as well.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fail, type Result, succeed } from '../../shared/lib/result.ts';
import type { EnvironmentVariable, ProgramMode, ProgramOutput, StartedProgram } from '../../shared/model/program.ts';
import type { Interception, Listening, OwnProgram } from '../proxy/proxy-api.ts';
import { makeFolder } from '../storage/make-folder.ts';
import { addedVariables, environmentFor } from './environment-for.ts';
import { endCommand, killCommand, launchCommand, programName } from './launch-command.ts';
import { createOutputBuffer, type OutputBuffer } from './output-buffer.ts';
import { createPlainOutput } from './plain-output.ts';
import type { Environment } from './program-environment.ts';
import { terminalScript } from './terminal-script.ts';
import { findTerminal } from './terminals.ts';

/** A proxy for one program. */
export type ProgramListener = {
  readonly listening: Listening;
  /** The program is known better now. */
  readonly identify: (program: OwnProgram) => void;
  readonly close: () => Promise<void>;
};

export type ProgramRunnerOptions = {
  readonly dataFolder: string;
  readonly environment: Environment;
  /** Listens on a free loopback port for `program`. Rejects when it cannot. */
  readonly listen: (program: OwnProgram, mode: ProgramMode) => Promise<ProgramListener>;
  /** What programs in proxy mode must trust. Rejects when it cannot be made. */
  readonly openInterception: () => Promise<Pick<Interception, 'rules' | 'certificateFile'>>;
  readonly onChange: (program: StartedProgram) => void;
  readonly onOutput: (piece: ProgramOutput) => void;
};

export type StartFailure = 'no-folder' | 'not-started' | 'no-terminal';

/** What is to be started, checked for its shape by whoever asks. */
export type StartRequest = { readonly folder: string; readonly mode: ProgramMode };

export type ProgramRunner = {
  /** Oldest first. */
  readonly list: () => readonly StartedProgram[];
  readonly start: (
    request: StartRequest & { readonly command: string },
  ) => Promise<Result<StartedProgram, StartFailure>>;
  /** Opens the user's terminal; `no-terminal` where none is found: then `exports` has what to copy. */
  readonly openTerminal: (request: StartRequest) => Promise<Result<StartedProgram, StartFailure>>;
  /** What has to be set in a terminal of the user's own; its exchanges are marked as of a terminal. */
  readonly exports: (mode: ProgramMode) => Promise<Result<readonly EnvironmentVariable[], StartFailure>>;
  /** Asks it to end, and makes it after 3 s. A detached terminal only loses its proxy. */
  readonly stop: (id: string) => void;
  readonly output: (id: string) => ProgramOutput;
  /** Ends all commands; terminals are the user's and stay. */
  readonly dispose: () => Promise<void>;
};

type Run = {
  program: StartedProgram;
  readonly listener: ProgramListener;
  readonly output: OutputBuffer;
  child: ChildProcess | null;
};

/** Stands for the command where the user has a terminal of their own. */
const ownCommand = 'your own terminal';
/** Ended ones beyond this are let go, with their proxies: what they left running has had its time. */
const mostEnded = 20;
/** A terminal whose starter leaves sooner than this has been handed to a process that serves all windows. */
const handedOverMs = 4000;

/** Runs nothing yet. Each program that is started has a proxy of its own. */
export function createProgramRunner(options: ProgramRunnerOptions): ProgramRunner {
  const runs = new Map<string, Run>();
  let ownTerminal: Promise<Run> | null = null;

  const change = (run: Run, part: Partial<StartedProgram>): void => {
    run.program = { ...run.program, ...part };
    options.onChange(run.program);
  };
  const listenFor = async (kind: StartedProgram['kind'], words: Words, request: StartRequest): Promise<Run> => {
    const id = `p${randomBytes(6).toString('hex')}`;
    const listener = await options.listen({ name: words.name, pid: null, run: id }, request.mode);
    const state = { state: 'running', pid: null, startedAt: Date.now(), endedAt: null } as const;
    const made: Run = {
      program: { id, kind, ...words, ...request, ...state, exitStatus: null, problem: null },
      listener,
      output: createOutputBuffer(id, options.onOutput),
      child: null,
    };
    runs.set(id, made);
    letGoOfEnded(runs);
    return made;
  };
  const environmentOf = async ({ listener, program }: Run): Promise<Environment> => {
    const interception = program.mode === 'proxy' ? await options.openInterception() : null;
    const { dataFolder, environment } = options;
    const facts = { mode: program.mode, url: listener.listening.url, token: null, dataFolder };
    return environmentFor(environment, facts, interception);
  };
  /** Everything between the wish and the process; a run that came to nothing leaves none behind. */
  const begin = async (
    kind: StartedProgram['kind'],
    words: Words,
    request: StartRequest,
    launch: (run: Run, environment: Environment) => ChildProcess,
  ): Promise<Result<StartedProgram, StartFailure>> => {
    if (!isFolder(request.folder)) return fail('no-folder', `There is no folder ${request.folder}.`);
    let run: Run | null = null;
    try {
      run = await listenFor(kind, words, request);
      const child = launch(run, await environmentOf(run));
      run.child = child;
      run.listener.identify({ name: words.name, pid: child.pid ?? null, run: run.program.id });
      watch(run, child, change);
      change(run, { pid: child.pid ?? null });
      return succeed(run.program);
    } catch (error) {
      if (run !== null) {
        runs.delete(run.program.id);
        void run.listener.close();
      }
      return fail('not-started', `It could not be started: ${error instanceof Error ? error.message : error}.`);
    }
  };

  return {
    list: () => [...runs.values()].map(({ program }) => program),
    start: ({ command, ...request }) =>
      begin('command', { name: programName(command), command }, request, (_, environment) =>
        launchCommand({ command, folder: request.folder, environment }),
      ),
    openTerminal: async (request) => {
      const probe = findTerminal(process.platform, options.environment, '');
      if (probe === null) return fail('no-terminal', 'No terminal was found on this machine.');
      return begin('terminal', { name: 'terminal', command: probe.name }, request, (run, environment) =>
        launchTerminal(run, environment, options),
      );
    },
    exports: async (mode) => {
      try {
        const words = { name: 'terminal', command: ownCommand };
        // Ready for either: who copies one kind of variables may copy the other later.
        ownTerminal ??= listenFor('terminal', words, { folder: '', mode: 'proxy' });
        const opened = await ownTerminal;
        change(opened, { state: 'detached', mode });
        return succeed(addedVariables(options.environment, await environmentOf(opened)));
      } catch (error) {
        ownTerminal = null;
        return fail('not-started', `It cannot be set up: ${error instanceof Error ? error.message : error}.`);
      }
    },
    stop: (id) => {
      const run = runs.get(id);
      if (run === undefined) return;
      if (run.child !== null && run.program.state === 'running') endCommand(run.child);
      else if (run.program.state === 'detached') {
        change(run, { state: 'ended', endedAt: Date.now() });
        void run.listener.close();
        // The next one who copies variables gets a proxy that listens.
        if (run.program.command === ownCommand) ownTerminal = null;
      }
    },
    output: (id) => runs.get(id)?.output.all() ?? { id, text: '', total: 0 },
    dispose: async () => {
      for (const { child, program } of runs.values()) {
        if (child !== null && program.kind === 'command') killCommand(child);
      }
      await Promise.all([...runs.values()].map(({ listener }) => listener.close()));
      rmSync(join(options.dataFolder, 'programs'), { recursive: true, force: true });
      runs.clear();
    },
  };
}

type Words = Pick<StartedProgram, 'name' | 'command'>;

/** Follows one process from its start to its end. */
function watch(run: Run, child: ChildProcess, change: (run: Run, part: Partial<StartedProgram>) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    const plain = createPlainOutput();
    stream?.on('data', (bytes: Buffer) => run.output.write(plain.read(bytes)));
    stream?.on('end', () => run.output.write(plain.end()));
    stream?.on('error', () => undefined);
  }
  child.once('error', (error) => {
    change(run, { state: 'failed', endedAt: Date.now(), problem: `It could not be started: ${error.message}.` });
  });
  child.once('exit', (code, signal) => {
    const endedAt = Date.now();
    const { kind, startedAt } = run.program;
    if (kind === 'terminal' && code === 0 && endedAt - startedAt < handedOverMs) {
      change(run, { state: 'detached' });
      return;
    }
    const exitStatus = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
    change(run, { state: 'ended', endedAt, exitStatus });
  });
  child.once('close', () => run.output.flush());
}

function launchTerminal(run: Run, environment: Environment, options: ProgramRunnerOptions): ChildProcess {
  const { folder, id } = run.program;
  const facts = {
    variables: addedVariables(options.environment, environment),
    folder,
    greeting: 'Wirelens sees the LLM traffic of what you start here, as long as Wirelens runs.',
  };
  const { extension, text } = terminalScript(facts, process.platform);
  const scripts = join(options.dataFolder, 'programs');
  makeFolder(scripts);
  const script = join(scripts, `${id}${extension}`);
  writeFileSync(script, text, { mode: 0o700 });
  const terminal = findTerminal(process.platform, options.environment, script);
  if (terminal === null) throw new Error('no terminal was found');
  const isWindows = process.platform === 'win32';
  return spawn(terminal.file, terminal.words, {
    cwd: folder,
    env: { ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows,
  });
}

function letGoOfEnded(runs: Map<string, Run>): void {
  const ended = [...runs.values()].filter(({ program }) => program.state === 'ended' || program.state === 'failed');
  for (const { program, listener } of ended.slice(0, Math.max(0, ended.length - mostEnded))) {
    runs.delete(program.id);
    void listener.close();
  }
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
