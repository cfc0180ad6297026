/** The thread from the picked event's row to the role bar of the block that it wrote into. Drawn over log and completion. */
import { type RefObject, useEffect, useRef } from 'react';
import { pacedText, usePacedText } from '../../store/paced-open.ts';
import { useStore } from '../../store/store.ts';
import { colorOfRole, roleOfBlock } from './event-role.ts';
import { blockId, domRanges } from './lit-highlights.ts';
import { findBlock, rangesOfEvents } from './provenance.ts';
import styles from './StreamTab.module.css';
import { type ThreadPlace, threadPath } from './thread-path.ts';

/** Fills `frame`, which holds both panes; takes no pointer. Nothing while an end of it is out of sight. */
export function Thread({ frame }: { readonly frame: RefObject<HTMLElement | null> }) {
  const drawing = useRef<SVGSVGElement>(null);
  const index = useStore(({ openExchange }) =>
    openExchange?.selection.kind === 'event' ? openExchange.selection.index : null,
  );
  const completion = usePacedText()?.completion;
  const isThere = index !== null && completion !== undefined;
  useEffect(() => {
    const root = frame.current;
    const svg = drawing.current;
    if (root === null || svg === null || !isThere) return;
    let waiting = 0;
    const draw = (): void => {
      waiting = 0;
      paint(svg, placeOfThread(root, index));
    };
    const drawSoon = (): void => {
      if (waiting === 0) waiting = requestAnimationFrame(draw);
    };
    drawSoon();
    // What unfolds or swaps its form moves the ends; so do panes that change their width.
    root.addEventListener('scroll', drawSoon, true);
    root.addEventListener('click', drawSoon);
    root.addEventListener('keyup', drawSoon);
    const observer = new ResizeObserver(drawSoon);
    for (const pane of root.querySelectorAll('section')) observer.observe(pane);
    const changes = new MutationObserver(drawSoon);
    const log = root.querySelector('[role="listbox"]');
    if (log) changes.observe(log, { childList: true });
    return () => {
      cancelAnimationFrame(waiting);
      root.removeEventListener('scroll', drawSoon, true);
      root.removeEventListener('click', drawSoon);
      root.removeEventListener('keyup', drawSoon);
      observer.disconnect();
      changes.disconnect();
      paint(svg, null);
    };
  }, [frame, index, isThere]);
  return (
    <svg ref={drawing} className={styles.thread} aria-hidden="true">
      <path />
      <circle r="3" />
      <circle r="3.5" />
    </svg>
  );
}

function paint(svg: SVGSVGElement, place: ThreadPlace | null): void {
  const [path, start, end] = svg.children;
  svg.toggleAttribute('data-drawn', place !== null);
  if (place === null || !path || !start || !end) return;
  svg.style.setProperty('--c', place.color);
  path.setAttribute('d', threadPath(place));
  start.setAttribute('transform', `translate(${place.from.x} ${place.from.y})`);
  end.setAttribute('transform', `translate(${place.to.x} ${place.to.y})`);
}

function placeOfThread(root: HTMLElement, index: number): ThreadPlace | null {
  const open = pacedText();
  const row = root.querySelector(`#event-${index}`)?.getBoundingClientRect();
  const log = root.querySelector('[data-log]')?.getBoundingClientRect();
  const document = root.querySelector<HTMLElement>('[data-pane="completion"]');
  const [range] = open === null ? [] : rangesOfEvents(open.completion, { first: index, last: index });
  if (open === null || range === undefined || !row || !log || document === null) return null;
  const block = document.querySelector(`[data-block="${CSS.escape(blockId(range.choice, range.key))}"]`);
  const bar = block?.querySelector('button')?.getBoundingClientRect();
  if (!block || !bar) return null;
  const text = domRanges(document, range)[0]?.getClientRects()[0];
  const frame = root.getBoundingClientRect();
  const page = document.getBoundingClientRect();
  const from = { x: row.right - frame.left, y: row.top + row.height / 2 - frame.top };
  const wanted = text ? text.top + text.height / 2 : bar.top + Math.min(bar.height, 28) / 2;
  const to = { x: bar.left + bar.width / 2 - frame.left, y: wanted - frame.top };
  const isInLog = row.top >= log.top - 1 && row.bottom <= log.bottom + 1;
  const isOnPage = wanted >= page.top && wanted <= page.bottom;
  const kind = findBlock(open.completion, range.choice, range.key)?.kind ?? 'text';
  return isInLog && isOnPage
    ? { from, to, bendX: page.left - frame.left + 4, color: colorOfRole(roleOfBlock(kind)) }
    : null;
}
