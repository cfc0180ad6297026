/** How long captures are kept: limits with a preview of what they would delete, and giving room back to the disk. */
import { useEffect, useState } from 'react';
import type { RetentionPreview, RetentionRules } from '../../../shared/model/retention.ts';
import { formatBytes } from '../../lib/format.ts';
import { compactStore, keepWithin, previewRules } from '../../store/store-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import styles from './KeepingSection.module.css';
import { isSameRules, limitOptions, limits, previewWords } from './keeping-words.ts';

/** `rules`: as they are set. */
export function KeepingSection({ rules }: { readonly rules: RetentionRules }) {
  const [draft, setDraft] = useState(rules);
  const [words, setWords] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const preview = usePreview(draft, round);
  const isChanged = !isSameRules(draft, rules);
  const run = async (work: () => Promise<string>): Promise<void> => {
    setBusy(true);
    setWords(await work());
    setBusy(false);
    setRound(round + 1);
  };
  return (
    <section className={styles.keeping} aria-label="Keeping">
      <h3>Keeping</h3>
      <p className={styles.explain}>The oldest go first, while nothing streams. Pinned exchanges always stay.</p>
      <div className={styles.limits}>
        {limits.map((limit) => (
          <div key={limit.key} className={styles.limit}>
            <span>{limit.title}</span>
            <Select
              label={limit.title}
              options={limitOptions(limit, draft[limit.key])}
              value={draft[limit.key] === null ? '' : String(draft[limit.key])}
              onChange={(value) => {
                setDraft({ ...draft, [limit.key]: value === '' ? null : Number(value) });
                setWords(null);
              }}
            />
          </div>
        ))}
      </div>
      <div className={styles.foot}>
        <span className={styles.words} role="status">
          {words ?? (preview === null ? '' : previewWords(preview))}
        </span>
        <Button
          disabled={isBusy}
          onClick={() => void run(async () => freedWords(await compactStore()))}
          title="Packs what is not packed yet and gives free room back to the disk"
        >
          Compact
        </Button>
        <Button variant="solid" disabled={!isChanged || isBusy} onClick={() => void run(() => keepWithin(draft))}>
          Use these limits
        </Button>
      </div>
    </section>
  );
}

function freedWords(freed: number | string): string {
  return typeof freed === 'string' ? freed : `${formatBytes(Math.max(0, freed))} given back.`;
}

/** What the rules would delete now; null until it is known. Asked again after `changes` more changes of the store. */
function usePreview(rules: RetentionRules, changes: number): RetentionPreview | null {
  const [known, setKnown] = useState<{ readonly changes: number; readonly preview: RetentionPreview } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    previewRules(rules).then((preview) => {
      if (isCurrent) setKnown({ changes, preview });
    });
    return () => {
      isCurrent = false;
    };
  }, [rules, changes]);
  return known?.preview ?? null;
}
