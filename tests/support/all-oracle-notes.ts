/** The oracle notes of every format that has some: `shared/providers/<format>/oracle-notes.oracle.ts`. */
import type { OracleNotes } from './oracle-notes.ts';

// Without a type argument: by `glob(` vitest's cache knows that this module changes with the files it names.
const modules = import.meta.glob('../../shared/providers/*/oracle-notes.oracle.ts', { eager: true });

/** In the order of their folders. */
export const allOracleNotes: readonly OracleNotes[] = Object.values(modules).map(
  (module) => (module as { readonly oracleNotes: OracleNotes }).oracleNotes,
);
