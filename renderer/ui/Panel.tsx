/** What panels of the title bar share: a head with its button, rows that the arrow keys go through, the keys in their foot. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { Kbd } from './Kbd.tsx';
import styles from './Panel.module.css';

type PanelHeadProps = {
  readonly title: string;
  /** A few faint words on what this is for. */
  readonly note?: string;
  /** Buttons at the end. */
  readonly children?: ReactNode;
};

/** 32 px. */
export function PanelHead({ title, note, children }: PanelHeadProps) {
  return (
    <header className={styles.head}>
      <strong>{title}</strong>
      {note && <span className="faint cut">{note}</span>}
      <span className="spacer" />
      {children}
    </header>
  );
}

type PanelRowsProps = {
  /** Of what the arrow keys stop at, within the rows. */
  readonly stops: string;
  /** Keys pressed on a stop, by `KeyboardEvent.key`; what is not named stays the browser's. */
  readonly keysOf: (stop: HTMLElement) => ReadonlyMap<string, () => void>;
  readonly children: ReactNode;
};

/** Takes the focus to its first stop (the one that is current, if any) when it opens, and scrolls by itself. */
export function PanelRows({ stops, keysOf, children }: PanelRowsProps) {
  const rows = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const current = rows.current?.querySelector<HTMLElement>(`${stops}[aria-current="true"]`);
    (current ?? rows.current?.querySelector<HTMLElement>(stops))?.focus();
  }, [stops]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const stop = (event.target as HTMLElement).closest<HTMLElement>(stops);
    if (stop === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const action = step === undefined ? keysOf(stop).get(event.key) : () => moveFocus(rows.current, stops, stop, step);
    if (action === undefined) return;
    event.preventDefault();
    action();
  };
  return (
    <div ref={rows} className={styles.rows} {...{ onKeyDown }}>
      {children}
    </div>
  );
}

function moveFocus(rows: HTMLElement | null, stops: string, from: HTMLElement, step: number): void {
  const all = [...(rows?.querySelectorAll<HTMLElement>(stops) ?? [])];
  all[all.indexOf(from) + step]?.focus();
}

/** The keys of the rows, and Esc at the end. */
export function PanelKeys({ keys }: { readonly keys: readonly (readonly [key: string, does: string])[] }) {
  return (
    <footer className={styles.foot}>
      {keys.map(([key, does]) => (
        <span key={key}>
          <Kbd>{key}</Kbd> {does}
        </span>
      ))}
      <span className="spacer" />
      <Kbd>Esc</Kbd>
    </footer>
  );
}
