/** Id and model are facts of the whole answer: events that repeat them must repeat the same. */
import { asText } from '../json-reading.ts';
import type { Report } from './watch.ts';

export type IdentityRule = {
  /** Values as on the wire; what is no text, or empty, says nothing. */
  readonly see: (eventIndex: number, id: unknown, model: unknown) => void;
  /** A new message began: it may have its own. */
  readonly restart: () => void;
  readonly hasId: () => boolean;
};

/** Each change is told at the event that makes it. */
export function createIdentityRule(report: Report): IdentityRule {
  let id: string | null = null;
  let model: string | null = null;
  return {
    see: (eventIndex, wireId, wireModel) => {
      const newId = asText(wireId);
      const newModel = asText(wireModel);
      if (newId !== null && newId !== id) {
        if (id !== null) report('id-changed', `The id was ${id} and is now ${newId}.`, eventIndex);
        id = newId;
      }
      if (newModel !== null && newModel !== model) {
        if (model !== null) report('model-changed', `The model was ${model} and is now ${newModel}.`, eventIndex);
        model = newModel;
      }
    },
    restart: () => {
      id = null;
      model = null;
    },
    hasId: () => id !== null,
  };
}
