/** Keys in the words of the platform: `Mod` is the command key on macOS and Ctrl elsewhere. Pure. */

const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };

/** `Mod Shift P` as `⇧⌘P` on macOS, as `Ctrl Shift P` elsewhere. */
export function shortcutText(keys: string, platform: 'darwin' | 'win32' | 'linux'): string {
  const parts = keys.split(' ');
  if (platform !== 'darwin') return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join(' ');
  // Apple writes Option and Shift before Command.
  const order = ['Alt', 'Shift', 'Mod'];
  const sorted = parts.toSorted((one, other) => place(one) - place(other));
  return sorted.map((part) => macSigns[part] ?? part).join('');
  function place(part: string): number {
    const found = order.indexOf(part);
    return found === -1 ? order.length : found;
  }
}
