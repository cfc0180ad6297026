/** A started program in words. Pure. */
import type { ProgramMode, StartedProgram } from '../../../shared/model/program.ts';

/** How it stands: `running`, `exit 0`, `open`. */
export function programState({ kind, state, exitStatus }: StartedProgram): string {
  switch (state) {
    case 'running':
      return kind === 'terminal' ? 'open' : 'running';
    case 'detached':
      return 'open';
    case 'failed':
      return 'not started';
    case 'ended':
      return kind === 'terminal' ? 'closed' : exitStatus === null ? 'ended' : exitWords(exitStatus);
  }
}

const signals: Readonly<Record<number, string>> = { 129: 'hung up', 130: 'interrupted', 137: 'killed', 143: 'ended' };

function exitWords(status: number): string {
  const signal = signals[status];
  return signal === undefined ? `exit ${status}` : `exit ${status}, ${signal}`;
}

/** Did it end as programs should not? 130 and 143 are the user's own wish. */
export function isTroubled({ state, kind, exitStatus }: StartedProgram): boolean {
  if (state === 'failed') return true;
  return state === 'ended' && kind === 'command' && ![0, 130, 143, null].includes(exitStatus);
}

/** Is it still there, as far as we know? */
export function isOpen({ state }: StartedProgram): boolean {
  return state === 'running' || state === 'detached';
}

/** How the program is led here, in a sentence. */
export const modeWords: Readonly<Record<ProgramMode, string>> = {
  proxy:
    'Wirelens is its proxy, and it trusts our certificates by its environment: it talks to the vendor’s own address.',
  'base-url':
    'SDKs find Wirelens by their base-URL variables. Nothing is decrypted; programs that ignore them are not seen.',
};
