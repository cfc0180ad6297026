/** Every key of the window, once: the sheet of keys shows it, the palette names its commands' keys from it. */

export type KeyGroup = { readonly title: string; readonly keys: readonly (readonly [keys: string, does: string])[] };

/** Keys are written as `shortcutText` reads them; alternatives are parted by ` / `. */
export const keyTable: readonly KeyGroup[] = [
  {
    title: 'Anywhere',
    keys: [
      ['Mod K', 'All commands'],
      ['?', 'This sheet'],
      ['/', 'Filter the list'],
      ['Mod F', 'Find'],
      ['F6', 'Next pane; with Shift the one before'],
      ['U', 'Upstreams'],
      ['C', 'Connect a client'],
      ['Mod Shift P', 'Pause or resume capture'],
      ['Mod E', 'Export'],
      ['Mod N', 'One more window'],
      ['D', 'Exchange right of the list, below it, in a window of its own'],
      ['Mod + / Mod - / Mod 0', 'Zoom in, out, as drawn'],
      ['Mod ,', 'Settings'],
      ['Esc', 'Back out one step'],
    ],
  },
  {
    title: 'List',
    keys: [
      ['↑ / ↓ / J / K', 'Move'],
      ['PageUp / PageDown', 'Move by ten'],
      ['Home / End', 'First, last'],
      ['Enter', 'Go into the exchange'],
      ['Shift Enter', 'Open it in its own window; also the middle button'],
      ['←', 'Fold its group'],
      ['Shift ↑ / Shift ↓', 'Pick several; also Shift and Ctrl with a click'],
      ['Mod A', 'Pick all'],
      ['P', 'Pin, or let go'],
      ['Del', 'Delete what is picked'],
      ['Shift F10', 'Menu of what is picked'],
      ['Alt ← / Alt →', 'In a column head: move the column'],
      ['Shift ← / Shift →', 'In a column head: its width'],
    ],
  },
  {
    title: 'Agents (below the list)',
    keys: [
      ['↑ / ↓', 'Previous, next agent'],
      ['← / →', 'Its previous, next request'],
      ['Shift ← / Shift →', 'Show only that stretch of time'],
      ['Home / End', 'Its first, last request'],
      ['Esc', 'Show all times'],
    ],
  },
  {
    title: 'Exchange',
    keys: [
      ['1 / 2 / 3 / 4', 'Stream, Request, Conversation, Wire'],
      ['I', 'Inspector'],
      ['R', 'Fold or unfold reasoning'],
      ['← / →', 'Previous, next event'],
      ['Alt ← / Alt →', 'Previous, next block'],
      ['Enter', 'Bytes of the event'],
      ['S', 'Next stall'],
      ['E', 'Next error or finding'],
      ['Mod Shift C', 'Copy the link to the picked event, or to the exchange'],
    ],
  },
  {
    title: 'Time',
    keys: [
      ['Space', 'Play back, pause'],
      [', / .', 'Slower, faster'],
      ['Shift ← / Shift →', 'Playhead to the previous, next event'],
      ['Home', 'First event; in the strip: the start'],
      ['End', 'Back to now'],
    ],
  },
];
