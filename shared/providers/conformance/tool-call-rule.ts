/** Tool calls that grow piece by piece: each has an id and a name, and its arguments are JSON when it is done. */
import { asText, parseJson } from '../json-reading.ts';
import type { Report } from './watch.ts';

type Call = { id: string | null; name: string | null; readonly pieces: string[]; size: number; lastEvent: number };

export type ToolCallPiece = { readonly id?: unknown; readonly name?: unknown; readonly text?: unknown };

export type ToolCallRule = {
  readonly isKnown: (call: string) => boolean;
  readonly idOf: (call: string) => string | null;
  readonly add: (eventIndex: number, call: string, piece: ToolCallPiece) => void;
  /** The call is done: judges it and forgets it. */
  readonly close: (call: string) => void;
  /** All that are open are done. `isCutOff`: by a limit or a filter, so that their arguments may be unfinished. */
  readonly closeAll: (isCutOff?: boolean) => void;
  /** All that are open are forgotten unjudged. */
  readonly dropAll: () => void;
};

/** More than this is not held to be parsed. */
const maxArguments = 4 * 1024 * 1024;

/** `ids`: the format gives calls ids. */
export function createToolCallRule(ids: 'with-ids' | 'without-ids', report: Report): ToolCallRule {
  const calls = new Map<string, Call>();
  const close = (key: string, isCutOff: boolean): void => {
    const call = calls.get(key);
    if (call === undefined) return;
    calls.delete(key);
    const label = call.name ?? key;
    if (ids === 'with-ids' && call.id === null) {
      report('tool-call-without-id', `The call of ${label} has no id.`, call.lastEvent);
    }
    if (call.name === null) report('tool-call-without-name', `Tool call ${key} has no name.`, call.lastEvent);
    const text = call.pieces.join('');
    if (isCutOff || text.trim() === '' || call.size > maxArguments) return;
    const parsed = parseJson(text);
    if (!parsed.ok) report('invalid-arguments', `The arguments of ${label}: ${parsed.message}`, call.lastEvent);
  };
  return {
    isKnown: (key) => calls.has(key),
    idOf: (key) => calls.get(key)?.id ?? null,
    add: (eventIndex, key, piece) => {
      const call = calls.get(key) ?? { id: null, name: null, pieces: [], size: 0, lastEvent: eventIndex };
      calls.set(key, call);
      call.id ??= asText(piece.id);
      call.name ??= asText(piece.name);
      call.lastEvent = eventIndex;
      const text = asText(piece.text);
      if (text === null) return;
      call.size += text.length;
      if (call.size <= maxArguments) call.pieces.push(text);
    },
    close: (key) => close(key, false),
    closeAll: (isCutOff = false) => {
      for (const key of [...calls.keys()]) close(key, isCutOff);
    },
    dropAll: () => calls.clear(),
  };
}
