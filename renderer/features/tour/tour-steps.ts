/** What the tour says, and at which parts of the window. Parts that are not there are left out. */

export type TourStep = {
  /** Of the part that is pointed at. */
  readonly selector: string;
  readonly title: string;
  readonly text: string;
  /** Colours that this part of the window uses, each with what it means. */
  readonly legend?: readonly { readonly role: string; readonly means: string }[];
  readonly keys?: readonly { readonly keys: string; readonly does: string }[];
};

export const tourSteps: readonly TourStep[] = [
  {
    selector: '[role="tree"][aria-label="Exchanges"]',
    title: 'Each request is a row',
    text: 'What it did comes first, then who asked, and how fast. The lane below is its life, all rows on one clock.',
    legend: [
      { role: 'role-frame', means: 'waits' },
      { role: 'role-reasoning', means: 'reasons' },
      { role: 'role-text', means: 'writes' },
      { role: 'role-tool', means: 'calls a tool' },
    ],
  },
  {
    selector: '[data-part="overview"]',
    title: 'Who waits on whom',
    text: 'One lane per agent: what ran at once, where it worked by itself. Drag across it, and the list shows that time alone.',
  },
  {
    selector: '[aria-label="Time of the open exchange"]',
    title: 'Time is the spine',
    text: 'Every event stands at its moment. Drag, and the whole window is as it was then.',
    keys: [
      { keys: 'Space', does: 'play it back' },
      { keys: 'End', does: 'back to now' },
    ],
  },
  {
    selector: '[role="listbox"][aria-label="Events"]',
    title: 'The wire, event by event',
    text: 'Hover an event and the text that it wrote lights up; click it for its bytes. It works the other way round, too.',
  },
  {
    selector: 'input[aria-label="Filter exchanges"]',
    title: 'Find anything',
    keys: [
      { keys: '/', does: 'filter' },
      { keys: 'Mod K', does: 'every command' },
      { keys: '?', does: 'all keys' },
    ],
    text: 'By model, status, tool, time, or words in prompts and answers.',
  },
  {
    selector: '[data-part="connect"]',
    title: 'Now your own program',
    text: 'One base URL, or a proxy that changes nothing: Connect has the lines to copy, for each SDK and agent.',
  },
];
