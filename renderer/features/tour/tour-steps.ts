/** What the tour says, and at which parts of the window. Parts that are not there are left out. */

export type TourStep = {
  /** Of the part that is pointed at. */
  readonly selector: string;
  readonly title: string;
  readonly text: string;
};

export const tourSteps: readonly TourStep[] = [
  {
    selector: '[role="tree"][aria-label="Exchanges"]',
    title: 'Each request is a row',
    text: 'What it did comes first, then who asked, and how fast. The lane below is its life on one clock: grey waits, violet reasons, blue writes, green calls tools.',
  },
  {
    selector: '[data-part="overview"]',
    title: 'Who waits on whom',
    text: 'One lane per agent: what ran at once, where it worked by itself. Drag across it and the list shows only that time.',
  },
  {
    selector: '[aria-label="Time of the open exchange"]',
    title: 'Time is the spine',
    text: 'Every event stands at its moment. Drag, and all of the window is as it was then; Space plays it back.',
  },
  {
    selector: '[role="listbox"][aria-label="Events"]',
    title: 'The wire, event by event',
    text: 'Hover an event and the text that it wrote lights up; click it for its bytes. The other way round works too.',
  },
  {
    selector: 'input[aria-label="Filter exchanges"]',
    title: 'Find anything',
    text: 'By model, status, tool, time or words in prompts and answers. Ctrl K (or Cmd K) runs every command by name, ? shows all keys.',
  },
  {
    selector: '[data-part="connect"]',
    title: 'Now your own program',
    text: 'One base URL, or a proxy that changes nothing: Connect has the lines to copy, for each SDK and agent.',
  },
];
