/** What a window remembers on this machine only (local storage): each window under its own name, new ones as the first. */
import { firstSlot } from '../../shared/model/app-window.ts';

/** The stored value, not checked; null where there is none, or none that can be read. */
export function readKept(key: string, slot: string): unknown {
  try {
    const own = slot === firstSlot ? null : localStorage.getItem(`${key}.${slot}`);
    return JSON.parse(own ?? localStorage.getItem(key) ?? 'null');
  } catch {
    // Storage switched off, or damaged by hand: it is a convenience, the default is fine.
    return null;
  }
}

/** Remembers `value`; silently not, where storage is switched off. */
export function writeKept(key: string, slot: string, value: unknown): void {
  try {
    localStorage.setItem(slot === firstSlot ? key : `${key}.${slot}`, JSON.stringify(value));
  } catch {
    // Nothing to tell: the value holds for this run.
  }
}
