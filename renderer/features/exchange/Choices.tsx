/** The choices of a completion: one takes the page, several stand side by side while each has 320 px, else as tabs. */
import { useEffect, useRef, useState } from 'react';
import type { Choice, Completion } from '../../../shared/model/completion.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { useStore } from '../../store/store.ts';
import { Segmented } from '../../ui/Segmented.tsx';
import { BlockView } from './BlockView.tsx';
import styles from './CompletionPane.module.css';

const narrowest = 320;

type ChoicesProps = { readonly completion: Completion; readonly form: 'text' | 'plain'; readonly isRunning: boolean };

/** Blocks in order of their appearance. */
export function Choices({ completion, form, isRunning }: ChoicesProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [shown, setShown] = useState('0');
  const { choices } = completion;
  const isSingle = choices.length <= 1;
  useEffect(() => {
    const element = frame.current;
    if (element === null || isSingle) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [isSingle]);
  const pickedChoice = useStore((state) => (isSingle ? null : choiceOfSelection(state.openExchange)));
  useEffect(() => {
    if (pickedChoice !== null) setShown(String(pickedChoice));
  }, [pickedChoice]);
  if (isSingle) return <>{choices.map((choice) => blocksOf(choice, form, isRunning))}</>;
  const isWide = width / choices.length >= narrowest;
  const picked = choices.find((choice) => String(choice.index) === shown) ?? choices[0];
  return (
    <div ref={frame} className={styles.choices}>
      {isWide ? (
        <div className={styles.columns} style={{ gridTemplateColumns: `repeat(${choices.length}, minmax(0, 1fr))` }}>
          {choices.map((choice) => (
            <section key={choice.index} className={styles.choice} aria-label={`Choice ${choice.index}`}>
              <p className={styles.choiceName}>{choiceName(choice)}</p>
              {blocksOf(choice, form, isRunning)}
            </section>
          ))}
        </div>
      ) : (
        <>
          <Segmented
            label="Choice"
            size="small"
            kind="tabs"
            options={choices.map((choice) => ({ value: String(choice.index), title: choiceName(choice) }))}
            value={String(picked?.index ?? 0)}
            onChange={setShown}
          />
          <section className={styles.choice}>{picked && blocksOf(picked, form, isRunning)}</section>
        </>
      )}
    </div>
  );
}

/** The choice that the picked event wrote to: its tab comes to the front. */
function choiceOfSelection(open: OpenExchange | null): number | null {
  if (open?.selection.kind !== 'event') return null;
  const delta = open.events.items[open.selection.index]?.deltas.find((one) => 'choice' in one);
  return delta !== undefined && 'choice' in delta ? delta.choice : null;
}

function choiceName(choice: Choice): string {
  return `choice ${choice.index}${choice.rawFinishReason ? `, ${choice.rawFinishReason}` : ''}`;
}

function blocksOf(choice: Choice, form: 'text' | 'plain', isRunning: boolean) {
  const last = choice.blocks.length - 1;
  return choice.blocks.map((block, index) => (
    <BlockView
      key={`${block.choice}:${block.key}`}
      block={block}
      form={form}
      isCaret={isRunning && index === last && block.isOpen}
      isRunning={isRunning}
    />
  ));
}
