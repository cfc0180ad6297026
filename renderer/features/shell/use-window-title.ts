/** The title of the window, for lists of windows: what the exchange did, where the window shows nothing else. */
import { useEffect } from 'react';
import { type State, useStore } from '../../store/store.ts';

const longest = 80;

/** Captured text in it is plain text, in one line. */
export function selectTitle({ openExchange: open, rows, windowRole }: State): string {
  const summary = open?.detail?.summary ?? (open ? rows.get(open.id) : undefined);
  if (summary === undefined) return windowRole.kind === 'main' ? 'Wirelens' : 'No exchange';
  const did = [summary.row.label, summary.row.text].filter(Boolean).join(' ') || `${summary.method} ${summary.path}`;
  const line = did.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}

/** Keeps `document.title`. A window with a list is the program's. */
export function useWindowTitle(): void {
  const title = useStore((state) =>
    state.windowRole.kind === 'main' ? 'Wirelens' : `${selectTitle(state)} – Wirelens`,
  );
  useEffect(() => {
    document.title = title;
  }, [title]);
}
