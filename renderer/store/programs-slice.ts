/** Programs that the window started, the output of the one that is looked at, and the authority that they trust. */
import type { AuthorityFacts } from '../../shared/model/interception.ts';
import type { ProgramOutput, StartedProgram } from '../../shared/model/program.ts';

export type ProgramsSlice = {
  /** By id, oldest first. */
  readonly programs: ReadonlyMap<string, StartedProgram>;
  /** Whose output the program panel shows; null: the panel asks what to start. */
  readonly watchedProgram: string | null;
  /** Of the watched program, the last part only; null until it came. */
  readonly programOutput: ProgramOutput | null;
  /** Null: there is none, or nobody has looked yet. */
  readonly authority: AuthorityFacts | null;
};

export const initialProgramsSlice: ProgramsSlice = {
  programs: new Map(),
  watchedProgram: null,
  programOutput: null,
  authority: null,
};
