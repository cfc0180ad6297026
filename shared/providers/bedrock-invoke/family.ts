/** What an invoke answer needs of a model family: which shape its chunks have, and who reads them. */
import type { Adapter } from '../adapter.ts';
import type { JsonObject } from '../json-reading.ts';

/** The part of an adapter that reads a response. A chunk comes as an event of its own JSON, a whole answer as framing `json`. */
export type FamilyReader<State = unknown> = Pick<Adapter<State>, 'begin' | 'step' | 'finish' | 'native' | 'forget'>;

export type ModelFamily = {
  /** For people, in the log: `anthropic`, `titan`. */
  readonly name: string;
  /** Does this chunk, or this whole answer, have the family's shape? The id of a model says less: imported ones have any name. */
  readonly fits: (body: JsonObject) => boolean;
  readonly reader: FamilyReader;
};

/** Safe because a state only ever goes back to the reader that made it; the table cannot say so in types. */
export function familyOf<State>(
  name: string,
  fits: (body: JsonObject) => boolean,
  reader: FamilyReader<State>,
): ModelFamily {
  return { name, fits, reader: reader as FamilyReader };
}
