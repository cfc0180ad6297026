/** One part of a comparison: what differs side by side, and what is the same in one line. */
import { useState } from 'react';
import type { ComparedEntry, ComparedPart, TextStretch } from '../../../shared/model/comparison.ts';
import { countOf } from '../../lib/format.ts';
import { Section } from '../../ui/Section.tsx';
import styles from './CompareView.module.css';
import { partTitles, sideOf } from './compare-words.ts';

/** Shown of a text before it is unfolded. */
const shownCharacters = 4_000;
const shownEntries = 60;

const words = {
  added: 'only in the second',
  removed: 'only in the first',
  changed: 'changed',
  same: 'the same',
} as const;

/** Folded where nothing differs, and headers always: they are looked up. */
export function PartSection({ part }: { readonly part: ComparedPart }) {
  const { entries, differenceCount } = part;
  const [isWhole, setWhole] = useState(false);
  const runs = runsOf(entries);
  const shown = isWhole ? runs : runs.slice(0, shownEntries);
  return (
    <div className={styles.part} data-part={part.part}>
      <Section
        title={partTitles[part.part]}
        aside={
          differenceCount === 0
            ? `${countOf(entries.length, 'entry').replace('entrys', 'entries')}, the same`
            : `${differenceCount} differ`
        }
        isInitiallyOpen={differenceCount > 0 && !part.part.endsWith('headers')}
      >
        {shown.map((run) =>
          run.kind === 'same' ? (
            <SameRun key={run.key} entries={run.entries} />
          ) : (
            <EntryView key={run.key} entry={run.entries[0] as ComparedEntry} />
          ),
        )}
        {runs.length > shown.length && (
          <button type="button" className={styles.more} onClick={() => setWhole(true)}>
            {runs.length - shown.length} more
          </button>
        )}
      </Section>
    </div>
  );
}

type Run = { readonly key: string; readonly kind: 'same' | 'differs'; readonly entries: readonly ComparedEntry[] };

/** Neighbours that are the same become one run. */
function runsOf(entries: readonly ComparedEntry[]): readonly Run[] {
  const runs: { key: string; kind: Run['kind']; entries: ComparedEntry[] }[] = [];
  entries.forEach((entry, at) => {
    const last = runs.at(-1);
    if (entry.kind === 'same' && last?.kind === 'same') last.entries.push(entry);
    else runs.push({ key: String(at), kind: entry.kind === 'same' ? 'same' : 'differs', entries: [entry] });
  });
  return runs;
}

function SameRun({ entries }: { readonly entries: readonly ComparedEntry[] }) {
  const names = [...new Set(entries.map(({ name }) => name))];
  return (
    <p className={styles.same}>
      {entries.length} the same: <span>{names.slice(0, 12).join(', ')}</span>
    </p>
  );
}

function EntryView({ entry }: { readonly entry: ComparedEntry }) {
  const { kind, name, path, before, after } = entry;
  const stretches = entry.stretches ?? [];
  const isShort = (before?.length ?? 0) + (after?.length ?? 0) < 120 && !`${before}${after}`.includes('\n');
  return (
    <div className={styles.entry} data-short={isShort || undefined}>
      <p className={styles.name}>
        <b>{name}</b>
        {path !== null && path !== name && <code>{path}</code>}
        <span>{words[kind]}</span>
      </p>
      <div className={styles.sides}>
        <Text isOld stretches={kind === 'changed' ? sideOf(stretches, 'removed') : wholeOf(before, 'removed')} />
        <Text stretches={kind === 'changed' ? sideOf(stretches, 'added') : wholeOf(after, 'added')} />
      </div>
    </div>
  );
}

function wholeOf(text: string | null, kind: 'removed' | 'added'): readonly TextStretch[] | null {
  return text === null ? null : [{ kind, text }];
}

type TextProps = {
  /** Null: it does not exist on this side. */
  readonly stretches: readonly TextStretch[] | null;
  readonly isOld?: boolean;
};

function Text({ stretches, isOld }: TextProps) {
  const [isWhole, setWhole] = useState(false);
  if (stretches === null) return <div className={styles.absent} />;
  const shown = isWhole ? stretches : beginningOf(stretches);
  const isCut =
    shown.reduce((sum, { text }) => sum + text.length, 0) < stretches.reduce((sum, { text }) => sum + text.length, 0);
  return (
    <div className={styles.text}>
      {numbered(shown).map(({ key, kind, text }) =>
        kind === 'same' ? (
          <span key={key}>{text}</span>
        ) : (
          <mark key={key} data-old={isOld || undefined}>
            {text}
          </mark>
        ),
      )}
      {isCut && (
        <button type="button" className={styles.more} onClick={() => setWhole(true)}>
          Show all
        </button>
      )}
    </div>
  );
}

function numbered(stretches: readonly TextStretch[]) {
  let at = 0;
  return stretches.map(({ kind, text }) => {
    const key = `${at} ${kind}`;
    at += text.length;
    return { key, kind, text };
  });
}

function beginningOf(stretches: readonly TextStretch[]): readonly TextStretch[] {
  let left = shownCharacters;
  const shown: TextStretch[] = [];
  for (const { kind, text } of stretches) {
    if (left <= 0) break;
    shown.push({ kind, text: text.slice(0, left) });
    left -= text.length;
  }
  return shown;
}
