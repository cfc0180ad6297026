/** Token prices: the user's own, which come first, and the shipped ones with the day on which each was read. */
import { useState } from 'react';
import { type PriceEntry, priceTable } from '../../../shared/prices/price-table.ts';
import { updateSettings } from '../../store/actions.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Section } from '../../ui/Section.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './PricesSection.module.css';
import { draftOf, emptyDraft, type PriceDraft, readDraft, withEntry } from './price-draft.ts';

const fields = [
  { key: 'model', label: 'Model' },
  { key: 'input', label: 'Input' },
  { key: 'output', label: 'Output' },
  { key: 'cacheRead', label: 'Cache read' },
  { key: 'cacheWrite', label: 'Cache write' },
] as const satisfies readonly { readonly key: keyof PriceDraft; readonly label: string }[];

/** US dollars per million tokens. */
export function PricesSection({ own }: { readonly own: readonly PriceEntry[] }) {
  const [draft, setDraft] = useState(emptyDraft);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const entry = readDraft(draft, new Date().toISOString().slice(0, 10));
    if (typeof entry === 'string') {
      setProblem(entry);
      return;
    }
    const refusal = await updateSettings({ prices: withEntry(own, entry) });
    setProblem(refusal);
    if (refusal === null) setDraft(emptyDraft);
  };
  const edit = (entry: PriceEntry): void => {
    setDraft(draftOf(entry));
    setProblem(null);
  };
  return (
    <div className={styles.prices}>
      {own.length > 0 && (
        <PriceTable
          label="Your prices"
          entries={own}
          onEdit={edit}
          onRemove={(entry) => void updateSettings({ prices: own.filter((other) => other !== entry) })}
        />
      )}
      <form
        className={styles.form}
        aria-label="Add a price"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {fields.map(({ key, label }) => (
          <TextField
            key={key}
            label={label}
            isMono
            {...(key === 'model' ? { placeholder: 'llama3*' } : { inputMode: 'decimal' })}
            value={draft[key]}
            onChange={(text) => {
              setDraft({ ...draft, [key]: text });
              setProblem(null);
            }}
          />
        ))}
        <Button type="submit" variant="solid" disabled={draft === emptyDraft}>
          Save
        </Button>
      </form>
      {problem !== null && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Section title="Shipped prices" count={priceTable.length} isInitiallyOpen={false}>
        <div className={styles.shipped}>
          <PriceTable label="Shipped prices" entries={priceTable} onEdit={edit} />
        </div>
        {sourcesOf(priceTable).map(({ source, days }) => (
          <p key={source} className={styles.source}>
            <span>{source}</span> read {days}
          </p>
        ))}
      </Section>
    </div>
  );
}

type PriceTableProps = {
  readonly label: string;
  readonly entries: readonly PriceEntry[];
  readonly onEdit: (entry: PriceEntry) => void;
  readonly onRemove?: (entry: PriceEntry) => void;
};

function PriceTable({ label, entries, onEdit, onRemove }: PriceTableProps) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">model</th>
          <th scope="col">in</th>
          <th scope="col">out</th>
          <th scope="col">read</th>
          <th scope="col">write</th>
          <th scope="col">as of</th>
          <th aria-label="Change" />
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr key={entry.model} title={longPromptWords(entry)}>
            <td className="cut">{entry.model}</td>
            <td>{entry.input}</td>
            <td>{entry.output}</td>
            <td>{entry.cacheRead ?? '–'}</td>
            <td>{entry.cacheWrite ?? '–'}</td>
            <td title={entry.source}>{entry.asOf}</td>
            <td>
              <IconButton
                icon="edit"
                size="tiny"
                label={`Change the price of ${entry.model}`}
                onClick={() => onEdit(entry)}
              />
              {onRemove && (
                <IconButton
                  icon="trash"
                  size="tiny"
                  label={`Remove the price of ${entry.model}`}
                  onClick={() => onRemove(entry)}
                />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whose pages the prices are of, and when they were read. */
function sourcesOf(entries: readonly PriceEntry[]): readonly { readonly source: string; readonly days: string }[] {
  const days = new Map<string, Set<string>>();
  for (const { source, asOf } of entries) days.set(source, (days.get(source) ?? new Set()).add(asOf));
  return [...days].map(([source, seen]) => ({ source, days: [...seen].sort().join(', ') }));
}

function longPromptWords({ longPrompt }: PriceEntry): string | undefined {
  if (longPrompt === undefined) return undefined;
  const { aboveTokens, input, output } = longPrompt;
  return `Above ${aboveTokens / 1000}k tokens of input: ${input} in, ${output} out`;
}
