/** How long captures are kept: limits with a preview of what they would delete, and giving room back to the disk. */
import { useEffect, useState } from 'react';
import type { RetentionPreview, RetentionRules } from '../../../shared/model/retention.ts';
import { formatBytes } from '../../lib/format.ts';
import { compactStore, keepWithin, previewRules } from '../../store/store-actions.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import styles from './KeepingSection.module.css';
import { isSameRules, limitOptions, limits, previewWords } from './keeping-words.ts';
import { SettingRow } from './SettingRow.tsx';

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
    <>
      {limits.map((limit) => (
        <SettingRow key={limit.key} title={limit.title} words={limit.about}>
          <Select
            label={limit.title}
            isBoxed
            options={limitOptions(limit, draft[limit.key])}
            value={draft[limit.key] === null ? '' : String(draft[limit.key])}
            onChange={(value) => {
              setDraft({ ...draft, [limit.key]: value === '' ? null : Number(value) });
              setWords(null);
            }}
          />
        </SettingRow>
      ))}
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
    </>
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
