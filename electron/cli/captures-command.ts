/** `wirelens captures`: the named sessions, and what can be done to them. */
import type { CaptureChange, CaptureSummary } from '../../shared/model/capture-summary.ts';
import { changeCapture } from '../storage/captures.ts';
import { CliError } from './cli-error.ts';
import { hasDataFolder } from './data-folder-words.ts';
import { printable } from './safe-text.ts';
import { sizeText } from './sizes.ts';
import { withoutRest, withStore } from './store-access.ts';
import { findExchange, withQueries } from './stored-exchanges.ts';
import type { Terminal } from './terminal.ts';

export type CapturesOptions = { readonly data: string; readonly json?: boolean };

/** The captures, the one begun first ahead. */
export async function listCapturesCommand(options: CapturesOptions, terminal: Terminal): Promise<void> {
  const captures = hasDataFolder(options.data) ? await withQueries(options.data, ({ captures: ask }) => ask()) : [];
  if (captures.length === 0) terminal.complain('wirelens: no captures yet (wirelens serve --capture NAME begins one)');
  for (const one of captures) terminal.print(options.json ? JSON.stringify(one) : captureLine(one));
}

/** Begins a capture that has nothing in it yet. */
export async function beginCaptureCommand(name: string, options: CapturesOptions, terminal: Terminal): Promise<void> {
  await withStore(options.data, ({ captures }) => {
    const begun = captures.begin(name, Date.now());
    if (!begun.ok) throw new CliError(begun.error.message);
    terminal.print(`Capture "${printable(name)}"`);
  });
}

/** Renames, merges, forgets or deletes. */
export async function changeCaptureCommand(
  change: CaptureChange,
  options: CapturesOptions,
  terminal: Terminal,
): Promise<void> {
  await withStore(options.data, async (maintenance) => {
    const changed = changeCapture(maintenance, change, Date.now());
    if (!changed.ok) throw new CliError(changed.error.message);
    await maintenance.cleared.purge(0);
    if (changed.value.length > 0) await maintenance.space.giveBack(0, withoutRest);
    if (options.json) terminal.print(JSON.stringify({ ...change, count: changed.value.length }));
    else terminal.print(wordsOf(change, changed.value.length));
  });
}

function wordsOf(change: CaptureChange, count: number): string {
  switch (change.kind) {
    case 'rename':
      return `"${printable(change.name)}" is now "${printable(change.next)}".`;
    case 'merge':
      return `"${printable(change.name)}" is now part of "${printable(change.into)}".`;
    case 'forget':
      return `"${printable(change.name)}" is no name any more; its exchanges stay.`;
    case 'delete':
      return `Deleted "${printable(change.name)}" and ${count} exchanges.`;
    case 'assign':
      return change.name === null
        ? `${exchanges(change.ids.length)} taken out of their captures.`
        : `${exchanges(change.ids.length)} put into "${printable(change.name)}".`;
  }
}

/** Puts exchanges, named by the first characters of their ids, into a capture; null: out of any. */
export async function assignCaptureCommand(
  name: string | null,
  prefixes: readonly string[],
  options: CapturesOptions,
  terminal: Terminal,
): Promise<void> {
  const ids = await withQueries(options.data, async (queries) => {
    const found: string[] = [];
    for (const prefix of prefixes) found.push(await findExchange(queries, prefix));
    return found;
  });
  await changeCaptureCommand({ kind: 'assign', name, ids }, options, terminal);
}

function exchanges(count: number): string {
  return count === 1 ? '1 exchange' : `${count} exchanges`;
}

function captureLine({ name, begunAt, exchangeCount, sizeBytes, lastAt }: CaptureSummary): string {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  const last = lastAt === null ? '' : `, last ${day(lastAt)}`;
  const holds = `${String(exchangeCount).padStart(6)} exchanges, ${sizeText(sizeBytes)}`;
  return `${printable(name).padEnd(24)}  ${holds}, begun ${day(begunAt)}${last} UTC`;
}
