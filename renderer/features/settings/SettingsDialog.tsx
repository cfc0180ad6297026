/** All settings in one place: searched, put back part by part, taken to another machine as a file. */
import { useEffect, useRef, useState } from 'react';
import type { Settings } from '../../../shared/model/settings.ts';
import { showPanel } from '../../store/actions.ts';
import { exportSettings, importSettings, type SettingsDeed } from '../../store/settings-actions.ts';
import { useStore } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './SettingsDialog.module.css';
import { partId, SettingsPart } from './SettingsPart.tsx';
import { type SettingsPartFacts, useSettingsParts } from './settings-parts.tsx';

/** Open while the panel is `settings`. */
export function SettingsDialog() {
  const isOpen = useStore((state) => state.panel === 'settings');
  const settings = useStore((state) => state.settings);
  if (!isOpen || !settings) return null;
  return <OpenDialog settings={settings} />;
}

function OpenDialog({ settings }: { readonly settings: Settings }) {
  const [query, setQuery] = useState('');
  const [deed, setDeed] = useState<SettingsDeed | null>(null);
  const tell = (done: SettingsDeed | null): void => setDeed(done ?? deed);
  const parts = useSettingsParts(settings, query.trim(), tell);
  return (
    <Dialog title="Settings" width={780} onClose={() => showPanel(null)} footer={<Foot deed={deed} onDeed={tell} />}>
      <div className={styles.page}>
        <div className={styles.side}>
          <TextField
            label="Search settings"
            isLabelHidden
            placeholder="Search settings"
            className={styles.search ?? ''}
            value={query}
            onChange={setQuery}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || query === '') return;
              event.preventDefault();
              event.stopPropagation();
              setQuery('');
            }}
          />
          <PartList parts={parts} />
        </div>
        <div className={styles.parts}>
          {parts.length === 0 && (
            <p className={styles.nothing}>No setting has these words. Try “port”, “theme”, “keep” or “prices”.</p>
          )}
          {parts.map(({ title, words, onReset, content }) => (
            <SettingsPart key={title} title={title} words={words} onReset={onReset}>
              {content}
            </SettingsPart>
          ))}
        </div>
      </div>
    </Dialog>
  );
}

/** Leads to each part, and says which one is read. */
function PartList({ parts }: { readonly parts: readonly SettingsPartFacts[] }) {
  const titles = parts.map(({ title }) => title).join(' ');
  const [inView, setInView] = useState<string | null>(null);
  const goneTo = useRef(0);
  useEffect(() => {
    const elements = titles.split(' ').flatMap((title) => document.getElementById(partId(title)) ?? []);
    const seen = new Set<Element>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target);
          else seen.delete(target);
        }
        // What was chosen stays chosen, also where the end of the page keeps it from the top.
        if (performance.now() - goneTo.current < 400) return;
        setInView(elements.find((element) => seen.has(element))?.getAttribute('aria-label') ?? null);
      },
      { rootMargin: '0px 0px -60% 0px' },
    );
    for (const element of elements) observer.observe(element);
    return () => observer.disconnect();
  }, [titles]);
  const goTo = (title: string): void => {
    goneTo.current = performance.now();
    setInView(title);
    const part = document.getElementById(partId(title));
    part?.scrollIntoView({ block: 'start' });
    part?.focus({ preventScroll: true });
  };
  return (
    <nav className={styles.list} aria-label="Parts of the settings">
      {parts.map(({ title }) => (
        <button key={title} type="button" aria-current={inView === title || undefined} onClick={() => goTo(title)}>
          {title}
        </button>
      ))}
    </nav>
  );
}

type FootProps = { readonly deed: SettingsDeed | null; readonly onDeed: (deed: SettingsDeed | null) => void };

function Foot({ deed, onDeed }: FootProps) {
  const undo = async (): Promise<void> => {
    const refusal = (await deed?.undo?.()) ?? null;
    onDeed({ text: refusal ?? 'It is as it was before.', isGood: refusal === null, undo: null });
  };
  return (
    <>
      <span className={styles.deed} role="status" data-tone={deed?.isGood === false ? 'warning' : undefined}>
        {deed?.text ?? 'A file of settings holds no keys, tokens or private keys.'}
      </span>
      {deed?.undo && (
        <Button icon="undo" onClick={() => void undo()}>
          Undo
        </Button>
      )}
      <Button variant="solid" onClick={() => void importSettings().then(onDeed)}>
        Import…
      </Button>
      <Button variant="solid" onClick={() => void exportSettings().then(onDeed)}>
        Export…
      </Button>
    </>
  );
}
