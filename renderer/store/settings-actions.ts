/** Settings as a whole: out to a file, in from one, a section back to how it ships, and each of them undone. */
import type { SettingsChange } from '../../shared/ipc/command-payloads.ts';
import { bridge } from '../bridge.ts';
import { applySettings, changeListView, updateSettings } from './actions.ts';
import { type ListView, parseListView } from './list-preferences.ts';
import { useStore } from './store.ts';

/** What a deed did, in a sentence; `undo` where it can be taken back, with a sentence when that fails. */
export type SettingsDeed = {
  readonly text: string;
  readonly isGood: boolean;
  readonly undo: (() => Promise<string | null>) | null;
};

/** Null: the user thought better of it. */
export async function exportSettings(): Promise<SettingsDeed | null> {
  const look = JSON.stringify(useStore.getState().listView);
  const result = await bridge().invoke('settings.export', { look });
  if (!result.ok) return result.error.kind === 'cancelled' ? null : deed(result.error.message, false);
  const { where, leftOut } = result.value;
  const without = leftOut.length === 0 ? 'There were no secrets to leave out.' : `Left out: ${listed(leftOut)}.`;
  return deed(`Saved as ${where}. ${without}`, true);
}

/** Null: the user thought better of it. */
export async function importSettings(): Promise<SettingsDeed | null> {
  const before = useStore.getState().listView;
  const result = await bridge().invoke('settings.import', null);
  if (!result.ok) return result.error.kind === 'cancelled' ? null : deed(result.error.message, false);
  const { settings, look, faults, changes } = result.value;
  applySettings(settings);
  if (look !== null) changeListView(parseListView(JSON.parse(look)));
  const changed = changes.length === 0 ? 'Nothing differed.' : `Changed: ${listed(changes)}.`;
  const trouble = faults.length === 0 ? '' : ` Left at what ships: ${listed(faults)}.`;
  return {
    text: `${changed}${trouble} Your keys and switches stayed as they were.`,
    isGood: faults.length === 0,
    undo: async () => {
      changeListView(before);
      const restored = await bridge().invoke('settings.restore', null);
      if (!restored.ok) return restored.error.message;
      applySettings(restored.value);
      return null;
    },
  };
}

/** Puts these settings, and this look of the list, back to how they ship. */
export async function resetSettings(
  title: string,
  change: SettingsChange,
  look: Partial<ListView> = {},
): Promise<SettingsDeed> {
  const { settings, listView } = useStore.getState();
  const refusal = await updateSettings(change);
  if (refusal !== null) return deed(refusal, false);
  changeListView(look);
  const fields = Object.keys(change) as (keyof SettingsChange)[];
  const before: SettingsChange = Object.fromEntries(fields.map((field) => [field, settings?.[field] ?? change[field]]));
  const looks = Object.keys(look) as (keyof ListView)[];
  return {
    text: `${title} is as it ships.`,
    isGood: true,
    undo: async () => {
      changeListView(Object.fromEntries(looks.map((field) => [field, listView[field]])));
      return updateSettings(before);
    },
  };
}

function deed(text: string, isGood: boolean): SettingsDeed {
  return { text, isGood, undo: null };
}

function listed(words: readonly string[]): string {
  const most = 4;
  return words.length <= most ? words.join('; ') : `${words.slice(0, most).join('; ')} and ${words.length - most} more`;
}
