/** Tokens as the provider reported them, as one bar and in figures; `~` and "estimated" where it did not. */
import type { UsageFormula } from '../../../shared/providers/adapter.ts';
import { usageFormulaOf } from '../../../shared/providers/usage-formulas.ts';
import type { OpenExchange } from '../../store/open-exchange.ts';
import { selectPrices } from '../../store/selectors.ts';
import { useStore } from '../../store/store.ts';
import { Hint } from '../../ui/Hint.tsx';
import { KeyValueTable } from '../../ui/KeyValueTable.tsx';
import { Section } from '../../ui/Section.tsx';
import { costRow } from './cost-rows.ts';
import styles from './Inspector.module.css';
import { usageRows } from './usage-rows.ts';
import { estimatedOutput, isRunning } from './use-track.ts';

function formulaOf({ detail }: OpenExchange): UsageFormula {
  return detail === null ? {} : usageFormulaOf(detail.summary.format);
}

const usageHint = (
  <Hint term="Usage">
    Tokens as the provider counted them. What the cache held costs a fraction; what was written to it costs a little
    more once. <code>~</code> marks our own estimate, which the provider’s figure replaces at the end.
  </Hint>
);

/** The formula of a figure is in its title. */
export function UsageSection({ open }: { readonly open: OpenExchange }) {
  const estimated = estimatedOutput(open);
  const { rows, bar } = usageRows(open.completion.usage, Math.round(estimated), isRunning(open), formulaOf(open));
  const prices = useStore(selectPrices);
  const model = open.detail?.summary.model ?? open.completion.model;
  const cost = isRunning(open) ? null : costRow(model, open.completion.usage, prices);
  const whole = bar.reduce((sum, part) => sum + part.tokens, 0);
  return (
    <Section title="Usage" hint={usageHint} aside={isRunning(open) ? 'so far' : undefined}>
      {whole > 0 && (
        <div className={styles.stack} aria-hidden>
          {bar.map((part) => (
            <i key={part.name} style={{ flexGrow: part.tokens, background: part.color }} title={part.name} />
          ))}
        </div>
      )}
      <KeyValueTable rows={cost === null ? rows : [...rows, cost]} />
    </Section>
  );
}
