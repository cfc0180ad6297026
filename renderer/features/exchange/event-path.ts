/** JSON paths into events: `choices.0.delta.content`, with `=words` for a value that has them. Pure. */
import { readEventMessage } from '../../../shared/stream/aws-event-stream-text.ts';

export type PathQuery = {
  readonly steps: readonly string[];
  /** Lower case; null: the path only has to be there. */
  readonly value: string | null;
};

const pathForm = /^(?:path:\s*)?([A-Za-z_$][\w$-]*(?:\.[\w$-]+|\[\d+\])*)\s*(?:=\s*(.*))?$/;

/** A query of the log read as a path; null: it is none. A single name is a path only behind `path:`, or with a value. */
export function readPathQuery(query: string): PathQuery | null {
  const wanted = query.trim();
  const [, path, value] = pathForm.exec(wanted) ?? [];
  if (path === undefined || /^(type|text):/.test(wanted)) return null;
  const steps = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  if (steps.length === 1 && value === undefined && !wanted.startsWith('path:')) return null;
  return { steps, value: value === undefined ? null : value.trim().toLowerCase() };
}

/** Whether the path is there (null counts as there), with the wanted words in its value. */
export function matchesPath(value: unknown, { steps, value: words }: PathQuery): boolean {
  let at = value;
  for (const step of steps) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return false;
    at = (at as Record<string, unknown>)[step];
  }
  if (words === null) return true;
  return (typeof at === 'string' ? at : (JSON.stringify(at) ?? '')).toLowerCase().includes(words);
}

const decoder = new TextDecoder();

/** The JSON values that an event carries: the data of an SSE event, a line, the payload of an AWS message and what is inside of it. */
export function jsonOfEvent(bytes: Uint8Array): readonly unknown[] {
  const message = readEventMessage(bytes);
  if (message !== null) return [message.payload, message.inner].flatMap(parsed);
  const text = decoder.decode(bytes);
  const whole = parsed(text.replace(/^[\s,[]+(?=\{)/, '').replace(/[\s,\]]+$/, ''));
  return whole.length > 0 ? whole : parsed(dataOf(text));
}

/** The `data` lines of an SSE event, joined as its readers join them. */
function dataOf(text: string): string {
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line.startsWith('data:'));
  return lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
}

function parsed(text: string | null): readonly unknown[] {
  if (text === null || text === '') return [];
  try {
    return [JSON.parse(text) as unknown];
  } catch {
    return [];
  }
}
