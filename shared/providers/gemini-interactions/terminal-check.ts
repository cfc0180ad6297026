/** The steps as their events made them against the list that the last event repeats, where it does. */
import type { TerminalCheck } from '../../model/loss-report.ts';
import { jsonDifferences } from '../json-differences.ts';
import { asObjects } from '../json-reading.ts';
import type { InteractionState } from './interaction-state.ts';
import { nativeItems } from './native-interaction.ts';

/** Null for a document, and for a stream whose last event leaves the list out (all recorded so far). */
export function checkTerminal(state: InteractionState): TerminalCheck | null {
  const { snapshot } = state;
  if (snapshot === null || !state.isEnded || snapshot.items.length === 0) return null;
  const told = asObjects(snapshot.fields[snapshot.listName]);
  if (told.length === 0) return null;
  const against = snapshot.listName === 'outputs' ? 'interaction.complete' : 'interaction.completed';
  return { against, differences: jsonDifferences(nativeItems(snapshot), told, snapshot.listName) };
}
