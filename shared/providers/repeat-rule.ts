/**
 * What an adapter says of an event that others may repeat (reconstruct/event-repeats.ts): which values may differ so that the
 * next event does the same with another text. Everything else must be equal to the letter.
 */
import type { JsonHole, JsonPath } from '../lib/json-span.ts';
import { isObject, type JsonObject } from './json-reading.ts';

/**
 * Promised of an event that made nothing but one delta of its text: the next one that differs in these values alone makes
 * the same delta of its own text; and of a run of them, `step` given one event with the texts of all but the last joined, then
 * the last one, comes to the same state as `step` given each.
 */
export type RepeatRule<State = unknown> = {
  readonly text: JsonPath;
  /** Padding, times and the like, where the event has them. */
  readonly others: readonly JsonHole[];
  /** A run of them may as well be told as one event with all its texts, the last one's among them. */
  readonly isOneEvent?: true;
  /** Likewise of a run among which are such events of other choices: each choice's as one, in the order of their last ones. */
  readonly isApart?: true;
  /** What the event's reading has before its text. */
  readonly mark?: string;
  /** The delta's text, where it is not the wire's own: a piece of code that is told as part of a JSON text. */
  readonly told?: (text: string) => string;
  /** Makes a state ready for the last event of a run, whose `counter` this is, where it would see that those before it were left out. */
  readonly ready?: (state: State, counter: number) => State;
};

/** No list, no object: a value that says the same whenever its letters are the same, and adds nothing to what grows. */
export function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** True when all fields but `except` are plain. */
export function isPlainBut(object: JsonObject, ...except: readonly string[]): boolean {
  for (const name in object) if (!isPlain(object[name]) && !except.includes(name)) return false;
  return true;
}

/** Whether `path` leads to text through lists of one item and objects that are plain but for the next step. */
export function isOnlyWay(payload: JsonObject, path: JsonPath): boolean {
  let value: unknown = payload;
  for (const step of path) {
    if (typeof step === 'number') {
      if (!Array.isArray(value) || value.length !== 1) return false;
      value = value[0];
    } else {
      if (!isObject(value) || !isPlainBut(value, step)) return false;
      value = value[step];
    }
  }
  return typeof value === 'string' && value !== '';
}

/** The only one of `names` that holds text; null when none or several do. */
export function onlyText(object: JsonObject, names: readonly string[]): string | null {
  const told = names.filter((name) => typeof object[name] === 'string' && object[name] !== '');
  return told.length === 1 ? (told[0] ?? null) : null;
}

/** Those of `names` that are strings, as holes: each may be another one in the next event. */
export function anyStrings(
  object: JsonObject,
  kind: 'string' | 'padding',
  ...names: readonly string[]
): readonly JsonHole[] {
  return names.filter((name) => typeof object[name] === 'string').map((name) => ({ path: [name], kind }));
}

/** True for an object whose fields are all null: it is there, and says nothing. */
export function isEmptyHolder(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((inner) => inner === null);
}
