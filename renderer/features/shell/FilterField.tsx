/** The filter of the list, centred on the window. `/` brings the focus here; Esc closes the list, clears it, then leaves. */
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { completeFilter, type FilterSuggestion, seenValues } from '../../../shared/filter/complete-filter.ts';
import { parseFilter } from '../../../shared/filter/parse-filter.ts';
import { setFilterText, toggleSavedFilter } from '../../store/actions.ts';
import { useStore } from '../../store/store.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { FilterColors } from './FilterColors.tsx';
import styles from './FilterField.module.css';
import { FilterPopup } from './FilterPopup.tsx';

/** 28 px high. */
export function FilterField() {
  const text = useStore((state) => state.filterText);
  const focusRequests = useStore((state) => state.filterFocusRequests);
  const isSaved = useStore((state) => state.settings?.savedFilters.some((filter) => filter.text === text) ?? false);
  const input = useRef<HTMLInputElement>(null);
  const popupId = useId();
  const [isOpen, setOpen] = useState(false);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(-1);
  const problems = useMemo(() => parseFilter(text).problems, [text]);
  const completion = useCompletion(text, caret, isOpen);
  useEffect(() => {
    if (focusRequests === 0) return;
    input.current?.focus();
    input.current?.select();
  }, [focusRequests]);

  const write = (next: string, at: number): void => {
    setFilterText(next);
    setActive(-1);
    setCaret(at);
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
  };
  const take = ({ insert, kind }: FilterSuggestion): void => {
    const behind = text.slice(completion.end);
    const gap = kind === 'value' && behind === '' ? ' ' : '';
    write(`${text.slice(0, completion.start)}${insert}${gap}${behind}`, completion.start + insert.length + gap.length);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { suggestions } = completion;
    const chosen = suggestions[active] ?? (event.key === 'Tab' && !event.shiftKey ? typedSuggestion() : undefined);
    if (isOpen && chosen && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      take(chosen);
    } else if (isOpen && suggestions.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive((was) => ((was + 1 + step + suggestions.length + 1) % (suggestions.length + 1)) - 1);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (isOpen && text !== '' && completion.suggestions.length > 0) setOpen(false);
      else if (text === '') input.current?.blur();
      else write('', 0);
    } else if (event.key === 'Enter' || event.key === 'ArrowDown') {
      event.preventDefault();
      document.querySelector<HTMLElement>('[role="tree"][aria-label="Exchanges"]')?.focus();
    }
  };
  /** Tab completes what was begun, and else moves on. */
  const typedSuggestion = () => (completion.start < caret && text !== '' ? completion.suggestions[0] : undefined);

  return (
    <search className={styles.filter}>
      <div className={styles.field}>
        <Icon name="search" />
        <span className={styles.text}>
          <FilterColors text={text} problems={problems} input={input} />
          <input
            ref={input}
            type="text"
            value={text}
            aria-label="Filter exchanges"
            aria-autocomplete="list"
            aria-controls={isOpen ? popupId : undefined}
            aria-invalid={problems.length > 0}
            aria-activedescendant={active >= 0 ? `${popupId}-${active}` : undefined}
            placeholder="Filter: model, status, tool, words, ttft:>2s"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => {
              setFilterText(event.target.value);
              setCaret(event.target.selectionStart ?? event.target.value.length);
              setActive(-1);
              setOpen(true);
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onKeyDown={onKeyDown}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
          />
        </span>
        {text === '' ? (
          <Kbd>/</Kbd>
        ) : (
          <>
            <IconButton
              icon="pin"
              label={isSaved ? 'Forget this filter' : 'Save this filter'}
              size="tiny"
              isOn={isSaved}
              onClick={() => void toggleSavedFilter(text)}
            />
            <IconButton icon="close" label="Clear the filter" size="tiny" onClick={() => write('', 0)} />
          </>
        )}
      </div>
      {isOpen && (
        <FilterPopup
          id={popupId}
          isEmpty={text === ''}
          suggestions={completion.suggestions}
          active={active}
          problem={problems[0]?.message ?? null}
          onTake={take}
          onWrite={(filter) => write(filter, filter.length)}
        />
      )}
    </search>
  );
}

/** Rows are read when the list opens, not at every change of theirs: values seen a second ago are good enough. */
function useCompletion(text: string, caret: number, isOpen: boolean): ReturnType<typeof completeFilter> {
  const seen = useMemo(() => (isOpen ? seenValues(useStore.getState().rows.values()) : {}), [isOpen]);
  return useMemo(() => completeFilter(text, Math.min(caret, text.length), seen), [text, caret, seen]);
}
