/** The foot of the completion: tokens as reported, `~` before every estimate, and why it ended. */
import { asAtMoment, shownCount } from '../../store/completion-at.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import type { State } from '../../store/store.ts';
import styles from './CompletionPane.module.css';
import { charactersPerToken } from './event-role.ts';
import { countText } from './figures.ts';
import { estimatedOutput, isRunning, trackOf, useSlowly } from './use-track.ts';

const selectOpen = (state: State): OpenExchange | null => state.openExchange;

/** 40 high. */
export function UsageFoot() {
  const slow = useSlowly(selectOpen);
  if (slow === null) return <div className={styles.foot} />;
  const open = asAtMoment(slow);
  const picked = pickedWords(open);
  if (picked !== null) {
    return (
      <div className={styles.foot}>
        <span>
          <b>event {picked.index}</b> {picked.text}
        </span>
        <span className="spacer" />
        <span className="cut">{picked.range}</span>
      </div>
    );
  }
  const { usage } = open.completion;
  const isPast = open.momentAt !== null;
  const isOver = !isPast && !isRunning(open);
  const estimated = isPast ? tokensSoFar(open) : estimatedOutput(open);
  return (
    <div className={styles.foot}>
      {usage.inputTokens !== null && (
        <span>
          <b>{countText(usage.inputTokens)}</b> in
        </span>
      )}
      {usage.cacheReadTokens !== null && usage.cacheReadTokens > 0 && (
        <span>
          <b>{countText(usage.cacheReadTokens)}</b> cached
        </span>
      )}
      {isOver && usage.outputTokens !== null ? (
        <span>
          <b>{countText(usage.outputTokens)}</b> out
        </span>
      ) : (
        estimated > 0 && (
          <span>
            <b>~{countText(estimated)}</b> out{isOver ? ', estimated' : ''}
          </span>
        )
      )}
      <span className="spacer" />
      <span className="cut">{finishWords(open)}</span>
    </div>
  );
}

/** Our estimate of what had come at the playhead. */
function tokensSoFar(open: OpenExchange): number {
  const { tokens } = trackOf(open);
  const count = shownCount(open);
  let sum = 0;
  for (let index = 0; index < count; index += 1) sum += tokens[index] ?? 0;
  return sum;
}

function finishWords(open: OpenExchange): string {
  const reasons = open.completion.choices.map((choice) => choice.rawFinishReason).filter((reason) => reason !== null);
  if (reasons.length > 0) return [...new Set(reasons)].join(', ');
  if (open.momentAt !== null || isRunning(open)) return open.events.length === 0 ? '' : 'no finish reason yet';
  if (open.completion.usage.outputTokens === null && open.completion.choices.length > 0) return 'usage never reported';
  return open.events.length > 0 ? 'no finish reason' : '';
}

function pickedWords(
  open: OpenExchange,
): { readonly index: number; readonly text: string; readonly range: string } | null {
  if (open.selection.kind !== 'event') return null;
  const { index } = open.selection;
  for (const choice of open.completion.choices) {
    for (const block of choice.blocks) {
      if (index < block.firstEvent || index > block.lastEvent) continue;
      for (const delta of open.events.items[index]?.deltas ?? []) {
        if (!('block' in delta) || delta.block !== block.key || delta.choice !== block.choice || !('text' in delta))
          continue;
        const length = delta.text.length;
        const text = `wrote ${countText(length)} ${length === 1 ? 'char' : 'chars'}, ~${countText(Math.max(1, length / charactersPerToken))} tokens`;
        return { index, text, range: `${block.kind} of ${countText(block.text.length)} chars` };
      }
    }
  }
  return { index, text: 'wrote nothing into the completion', range: '' };
}
